"""Writes the tables that the tests of dev.seedbed.io.table read, beside this file.

Needs numpy, pandas and pyarrow: tried with 2.4.6, 3.0.6 and 25.0.1, on Python 3.11.
"""

import datetime
import decimal
import pathlib

import numpy
import pandas
import pyarrow
from pyarrow import parquet

HERE = pathlib.Path(__file__).parent


def day(*parts):
    return datetime.datetime(*parts)


# All types of columns, with missing values.
types = pyarrow.table(
    {
        "int8": pyarrow.array([-1, None, 3], pyarrow.int8()),
        "int64": pyarrow.array([1, 2, None], pyarrow.int64()),
        "uint32": pyarrow.array([4294967295, None, 1], pyarrow.uint32()),
        "half": pyarrow.array(numpy.array([0.5, -2, 1], numpy.float16)),
        "float": pyarrow.array([0.1, None, float("nan")], pyarrow.float32()),
        "double": pyarrow.array([0.1, -1e-3, None], pyarrow.float64()),
        "decimal32": pyarrow.array([decimal.Decimal("1.50"), None, decimal.Decimal("-2.25")], pyarrow.decimal128(7, 2)),
        "decimal128": pyarrow.array([decimal.Decimal("1.5"), None, decimal.Decimal("-2.5")], pyarrow.decimal128(30, 1)),
        "boolean": pyarrow.array([True, None, False]),
        "date": pyarrow.array([datetime.date(1970, 1, 2), None, datetime.date(2024, 2, 29)]),
        "millis": pyarrow.array([day(1970, 1, 2, 12), None, day(1969, 12, 31)], pyarrow.timestamp("ms")),
        "micros": pyarrow.array([day(1970, 1, 2, 12), None, day(1969, 12, 31)], pyarrow.timestamp("us", "UTC")),
        "nanos": pyarrow.array([day(1970, 1, 2, 12), None, day(1969, 12, 31)], pyarrow.timestamp("ns")),
        "time": pyarrow.array([datetime.time(1, 2, 3), None, datetime.time(23, 59, 59)], pyarrow.time64("us")),
        "text": pyarrow.array(["a", None, "é"]),
        "category": pyarrow.array(["low", None, "low"]).dictionary_encode(),
        "numbersAsText": pyarrow.array(["1.5", "NA", "2"]),
        "datesAsText": pyarrow.array(["2024-02-29", "", "1970-01-02"]),
        "empty": pyarrow.array([None, None, None], pyarrow.int32()),
        "list": pyarrow.array([[1, 2], None, []], pyarrow.list_(pyarrow.int32())),
        "record": pyarrow.array([{"a": 1}, None, {"a": 2}]),
        "bytes": pyarrow.array([b"a", None, b"b"], pyarrow.binary()),
    }
)
parquet.write_table(types, HERE / "types.parquet")

# What Spark wrote before version 3.
parquet.write_table(
    pyarrow.table({"time": pyarrow.array([day(1970, 1, 2, 12), None], pyarrow.timestamp("ns"))}),
    HERE / "int96.parquet",
    use_deprecated_int96_timestamps=True,
)

# The same rows, packed and encoded in all ways: several pages and groups of rows.
rows = 1000
numbers = pyarrow.table(
    {
        "i": pyarrow.array([i if i % 7 else None for i in range(rows)], pyarrow.int64()),
        "x": pyarrow.array([i / 8 for i in range(rows)], pyarrow.float64()),
        "word": pyarrow.array(["word%d" % (i % 5) for i in range(rows)]),
    }
)
for codec in ["none", "snappy", "gzip", "zstd", "lz4"]:
    parquet.write_table(numbers, HERE / f"{codec}.parquet", compression=codec, row_group_size=400, data_page_size=512)
parquet.write_table(numbers.slice(0, 3), HERE / "brotli.parquet", compression="brotli")
parquet.write_table(numbers, HERE / "pages-v2.parquet", data_page_version="2.0", use_dictionary=False, row_group_size=400)
parquet.write_table(
    numbers,
    HERE / "encodings.parquet",
    use_dictionary=False,
    column_encoding={"i": "DELTA_BINARY_PACKED", "x": "BYTE_STREAM_SPLIT", "word": "DELTA_BYTE_ARRAY"},
)

# As pandas writes it: an index without a name is a column.
frame = pandas.DataFrame({"id": [2**53 + 1, 2**53 + 3], "x": [1.5, None], "kind": ["a", "b"]}, index=[7, 9])
frame.to_parquet(HERE / "pandas.parquet")

# Times in seconds: too near each other for floats.
parquet.write_table(
    pyarrow.table({"second": pyarrow.array([1700000001, 1700000059]), "y": pyarrow.array([1, 2])}),
    HERE / "near.parquet",
)

# Parts of one table.
parts = HERE / "parts"
parts.mkdir(exist_ok=True)
(parts / "_SUCCESS").touch()
(parts / "_metadata.txt").write_text("not a part")
(parts / ".part-00000.parquet.crc").write_bytes(b"crc\0")
for part in range(2):
    parquet.write_table(numbers.slice(part * 3, 3), parts / f"part-0000{part}.parquet")

# Arrays of NumPy.
x = numpy.arange(12, dtype=numpy.uint8).reshape(3, 2, 2)
numpy.savez(HERE / "plain.npz", X=x, y=numpy.array([0, 1, 1]))
numpy.savez_compressed(HERE / "keras.npz", x_train=x, y_train=numpy.array([[0], [1], [1]]), x_test=x[:1], y_test=numpy.array([0]))
numpy.savez(HERE / "texts.npz", data=x.astype(numpy.float32), target=numpy.array(["cat", "dög", "cat"]))
numpy.savez(HERE / "bytes.npz", x=x, y=numpy.array([b"1", b"2", b""]))
numpy.savez(HERE / "fortran.npz", X=numpy.asfortranarray(x.astype(">f8")))
numpy.savez(HERE / "rows-differ.npz", X=x, y=numpy.array([0, 1]))
numpy.savez(HERE / "two-axes.npz", X=x, y=numpy.eye(3))
numpy.savez(HERE / "no-inputs.npz", weights=x, y=numpy.array([0, 1, 1]))
numpy.savez(HERE / "objects.npz", X=numpy.array([[1, "a"]], dtype=object))
numpy.save(HERE / "matrix.npy", numpy.array([[1, numpy.nan], [2, 2.5]]))
numpy.save(HERE / "column.npy", numpy.array([1, 2, 3]))
numpy.save(HERE / "scalar.npy", numpy.array(1.0))
