"""Makes the tables of docs/defaults.md.

    apt-get install python3-sklearn python3-pandas r-base-core \
        r-cran-mlbench r-cran-kernlab r-cran-ggplot2 r-cran-cardata r-cran-aer
    npm pack vega-datasets@3.2.1 && tar xzf vega-datasets-3.2.1.tgz
    /usr/bin/python3 bench/defaults/make_tables.py OUT package/data

Writes OUT/tuning/NAME.csv, by which defaults are chosen, and OUT/held-out/NAME.csv, by which they are
judged. The last column is the target. Tables of more than 10,000 rows are cut to 10,000, drawn at
random. package/data is the folder with cars.json.
"""

import io
import json
import pathlib
import subprocess
import sys

import numpy as np
import pandas as pd
from sklearn import datasets

MOST_ROWS = 10_000


def bundled(load):
    data = load(as_frame=True)
    frame = data.frame
    if "target_names" in data:
        frame["target"] = [f"class {data.target_names[y]}" for y in frame["target"]]
    return frame


def of_r(package, name, target):
    """A data frame of an R package."""
    code = f'data("{name}", package = "{package}"); write.csv({name}, stdout(), row.names = FALSE)'
    text = subprocess.run(["Rscript", "-e", code], check=True, capture_output=True, text=True).stdout
    frame = pd.read_csv(io.StringIO(text))
    values = frame.pop(target)
    return frame.assign(target=values)


def auto_mpg(folder):
    frame = pd.DataFrame(json.loads((folder / "cars.json").read_text(encoding="utf-8")))
    frame["Year"] = frame["Year"].str[:4].astype(int)
    miles = frame.pop("Miles_per_Gallon")
    return frame.drop(columns="Name").assign(target=miles)


def wages():
    """The logarithm of the wage, as those who published the table model it."""
    frame = of_r("AER", "CPS1988", "wage")
    return frame.assign(target=np.log(frame["target"]))


def table(x, y):
    return pd.DataFrame(x, columns=[f"x{i}" for i in range(x.shape[1])]).assign(target=y)


def twonorm(rows):
    """Breiman 1996, "Bias, variance, and arcing classifiers": two normals, 20 inputs."""
    random = np.random.default_rng(1)
    y = random.integers(2, size=rows)
    x = random.normal(size=(rows, 20)) + (2 * y[:, None] - 1) * 2 / np.sqrt(20)
    return table(x, [f"class {k}" for k in y])


def linear_logits(rows, inputs, classes, seed):
    """Classes by the softmax of a linear function of correlated inputs: no model beats that function."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(rows, inputs)) @ random.normal(size=(inputs, inputs)) / np.sqrt(inputs)
    z = x @ random.normal(size=(inputs, classes)) * 0.8
    y = (z + random.gumbel(size=z.shape)).argmax(axis=1)
    return table(x, [f"class {k}" for k in y])


def gaussians(rows, inputs, classes, seed):
    """Normals of one covariance and different means: the best borders are planes."""
    random = np.random.default_rng(seed)
    y = random.integers(classes, size=rows)
    noise = random.normal(size=(rows, inputs)) @ random.normal(size=(inputs, inputs))
    x = noise / np.sqrt(inputs) + random.normal(size=(classes, inputs))[y] * 0.5
    return table(x, [f"class {k}" for k in y])


def tuning(folder):
    yield "digits", bundled(datasets.load_digits)
    yield "wine", bundled(datasets.load_wine)
    yield "diabetes", bundled(datasets.load_diabetes)
    yield "auto-mpg", auto_mpg(folder)
    yield "vehicle", of_r("mlbench", "Vehicle", "Class")
    yield "spam", of_r("kernlab", "spam", "type")
    yield "satellite", of_r("mlbench", "Satellite", "classes")
    yield "twonorm", twonorm(400)
    yield "softmax", linear_logits(1000, 10, 3, seed=2)
    yield "friedman1", table(*datasets.make_friedman1(10_000, noise=1, random_state=3))


def held_out():
    yield "breast-cancer", bundled(datasets.load_breast_cancer)
    yield "logistic", linear_logits(2000, 20, 2, seed=12)
    yield "gaussians", gaussians(3000, 12, 5, seed=13)
    yield "letters", of_r("mlbench", "LetterRecognition", "lettr")
    yield "diamonds", of_r("ggplot2", "diamonds", "price")
    yield "wages", wages()
    yield "sonar", of_r("mlbench", "Sonar", "Class")
    yield "glass", of_r("mlbench", "Glass", "Type").assign(target=lambda f: "type " + f["target"].astype(str))
    yield "salaries", of_r("carData", "Salaries", "salary")
    yield "friedman2", table(*datasets.make_friedman2(1000, noise=125, random_state=14))


def main():
    out, vega = map(pathlib.Path, sys.argv[1:])
    for part, tables in ("tuning", tuning(vega)), ("held-out", held_out()):
        (out / part).mkdir(parents=True, exist_ok=True)
        for name, frame in tables:
            frame = frame.dropna(subset="target")
            if len(frame) > MOST_ROWS:
                frame = frame.sample(MOST_ROWS, random_state=0)
            frame.to_csv(out / part / f"{name}.csv", index=False)
            print(f"{part}/{name}: {len(frame):,} rows, {frame.shape[1] - 1} columns")


if __name__ == "__main__":
    main()
