"""Makes the example tables from their published copies.

    apt-get install python3-sklearn
    npm pack vega-datasets@3.2.1 && tar xzf vega-datasets-3.2.1.tgz
    /usr/bin/python3 examples/make_tables.py package/data

The argument is the folder with penguins.json and cars.json; digits and iris come with scikit-learn.
"""

import csv
import json
import pathlib
import sys

from sklearn.datasets import load_digits, load_iris

HERE = pathlib.Path(__file__).parent


def write(name, header, rows):
    with open(HERE / name, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def text(value):
    return "" if value in (None, ".") else value


def digits():
    data = load_digits()
    header = [f"pixel_{i // 8}_{i % 8}" for i in range(64)] + ["digit"]
    rows = ([int(v) for v in x] + [int(y)] for x, y in zip(data.data, data.target))
    write("digits.csv", header, rows)


def iris():
    data = load_iris()
    header = ["sepal_length", "sepal_width", "petal_length", "petal_width", "species"]
    rows = ([float(v) for v in x] + [data.target_names[y]] for x, y in zip(data.data, data.target))
    write("iris.csv", header, rows)


def penguins(folder):
    columns = {
        "island": "Island",
        "beak_length_mm": "Beak Length (mm)",
        "beak_depth_mm": "Beak Depth (mm)",
        "flipper_length_mm": "Flipper Length (mm)",
        "body_mass_g": "Body Mass (g)",
        "sex": "Sex",
        "species": "Species",
    }
    records = json.loads((folder / "penguins.json").read_text(encoding="utf-8"))
    rows = ([text(record[source]) for source in columns.values()] for record in records)
    write("penguins.csv", columns, rows)


def auto_mpg(folder):
    columns = {
        "name": "Name",
        "cylinders": "Cylinders",
        "displacement": "Displacement",
        "horsepower": "Horsepower",
        "weight": "Weight_in_lbs",
        "acceleration": "Acceleration",
        "model_year": "Year",
        "origin": "Origin",
        "mpg": "Miles_per_Gallon",
    }
    records = json.loads((folder / "cars.json").read_text(encoding="utf-8"))
    for record in records:
        record["Year"] = int(record["Year"][:4])
    rows = ([text(record[source]) for source in columns.values()] for record in records)
    write("auto-mpg.csv", columns, rows)


if __name__ == "__main__":
    digits()
    iris()
    penguins(pathlib.Path(sys.argv[1]))
    auto_mpg(pathlib.Path(sys.argv[1]))
