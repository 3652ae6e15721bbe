"""Compares Seedbed's defaults with scikit-learn's on a folder of tables.

    /usr/bin/python3 bench/defaults/compare.py TABLES RESULTS.csv [--splits 10] [--only NAME ...]
        [--seedbed COMMAND] [--options "..."] [--label NAME | --others]

For each table and split, 20 % of the rows are for the test, stratified by class. Seedbed trains on the
others with its defaults (and --options), and so do logistic regression or ridge regression and
MLPClassifier or MLPRegressor with early stopping. Scores are appended to RESULTS.csv, which is read
first: what it has is not run again. --label names Seedbed's scores there, so that several options can
share the file. Then the table of docs/defaults.md is printed. With --others other models of
scikit-learn stand in Seedbed's place, and it is not run.
"""

import argparse
import csv
import json
import math
import pathlib
import shlex
import subprocess
import tempfile
import time
import warnings

import numpy as np
import pandas as pd
from sklearn.compose import TransformedTargetRegressor, make_column_selector, make_column_transformer
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, LogisticRegressionCV, RidgeCV
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC, SVR

warnings.filterwarnings("ignore")

FIELDS = ["table", "split", "method", "score", "seconds"]
LINEAR, MLP = "linear", "mlp"
OTHERS = ["linear-cv", "boosting", "forest", "svm"]
TARGET = "target"
TEST_SHARE = 0.2


def is_classes(frame):
    return not pd.api.types.is_numeric_dtype(frame[TARGET])


def pipeline(model):
    texts = make_pipeline(
        SimpleImputer(strategy="constant", fill_value="missing"),
        OneHotEncoder(handle_unknown="ignore", sparse_output=False),
    )
    numbers = SimpleImputer(add_indicator=True)
    columns = make_column_transformer(
        (numbers, make_column_selector(dtype_include="number")),
        (texts, make_column_selector(dtype_exclude="number")),
    )
    return make_pipeline(columns, StandardScaler(), model)


def model(method, classes, split):
    mlp = dict(hidden_layer_sizes=(100,), early_stopping=True, max_iter=500, random_state=split)
    match method, classes:
        case "linear", True:
            return LogisticRegression(max_iter=2000)
        case "linear", False:
            return RidgeCV()
        case "mlp", True:
            return MLPClassifier(**mlp)
        case "mlp", False:
            return TransformedTargetRegressor(MLPRegressor(**mlp), transformer=StandardScaler())
        case "linear-cv", True:
            return LogisticRegressionCV(Cs=10, max_iter=2000)
        case "linear-cv", False:
            return RidgeCV(alphas=np.logspace(-3, 4, 15))
        case "boosting", True:
            return HistGradientBoostingClassifier(random_state=0)
        case "boosting", False:
            return HistGradientBoostingRegressor(random_state=0)
        case "forest", True:
            return RandomForestClassifier(200, random_state=0)
        case "forest", False:
            return RandomForestRegressor(200, random_state=0)
        case "svm", True:
            return SVC()
        case "svm", False:
            return TransformedTargetRegressor(SVR(), transformer=StandardScaler())


def scikit_learn(method, train, test, classes, split):
    """The accuracy, or the root mean squared error."""
    fitted = pipeline(model(method, classes, split)).fit(train.drop(columns=TARGET), train[TARGET])
    answer = fitted.predict(test.drop(columns=TARGET))
    if classes:
        return float(np.mean(answer == test[TARGET]))
    return float(np.sqrt(np.mean((answer - test[TARGET]) ** 2)))


def seedbed(command, options, train, test, split):
    """What Seedbed's JSON says of the best network."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        train.to_csv(folder / "train.csv", index=False)
        test.to_csv(folder / "test.csv", index=False)
        arguments = ["train", folder / "train.csv", "--target", TARGET, "--test", folder / "test.csv"]
        arguments += ["--seed", split, "--json", "--out", folder / "run", *shlex.split(options)]
        done = subprocess.run(
            [*shlex.split(command), *map(str, arguments)], check=True, capture_output=True
        )
    return json.loads(done.stdout)["best"]


def score(best):
    """The accuracy, or the root mean squared error, on the rows of the test."""
    return best["test_accuracy"] if "test_accuracy" in best else best["test_rmse"]


def tables(folder, only):
    """The tables of a folder by name; all, or those of some names."""
    files = sorted(folder.glob("*.csv"))
    return {file.stem: pd.read_csv(file) for file in files if not only or file.stem in only}


def parts(frame, split):
    """The rows to learn from, and those of the test."""
    return train_test_split(
        frame,
        test_size=TEST_SHARE,
        random_state=split,
        stratify=frame[TARGET] if is_classes(frame) else None,
    )


def run(frame, split, method, arguments):
    train, test = parts(frame, split)
    if method in (LINEAR, MLP, *OTHERS):
        return scikit_learn(method, train, test, is_classes(frame), split)
    return score(seedbed(arguments.seedbed, arguments.options, train, test, split))


def errors(differences):
    """The standard error of the mean of differences over splits: the usual one, and that of Nadeau &
    Bengio 2003, which allows for splits that share rows."""
    n = len(differences)
    deviation = np.std(differences, ddof=1)
    return deviation * math.sqrt(1 / n), deviation * math.sqrt(1 / n + TEST_SHARE / (1 - TEST_SHARE))


def number(value, classes):
    if classes:
        return f"{100 * value:.2f}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def summary(name, frame, results, label):
    """One line of the table: the difference is above 0 where Seedbed is better."""
    classes = is_classes(frame)
    sign = 1 if classes else -1
    scores = {
        method: results[results["method"] == method].sort_values("split")["score"].to_numpy()
        for method in (label, LINEAR, MLP)
    }
    better = max((LINEAR, MLP), key=lambda m: sign * scores[m].mean())
    difference = sign * (scores[label] - scores[better])
    usual, corrected = errors(difference)
    mean = difference.mean()
    if mean >= 0:
        verdict = "better" if mean > 0 else "equal"
    else:
        verdict = f"worse by {mean / -usual:.1f} errors, {mean / -corrected:.1f} corrected"
    cells = [name, f"{len(frame):,}", "accuracy, %" if classes else "RMSE"]
    for method in (label, LINEAR, MLP):
        error = np.std(scores[method], ddof=1) / math.sqrt(len(difference))
        cells.append(f"{number(scores[method].mean(), classes)} ± {number(error, classes)}")
    cells += [better, number(mean, classes), number(usual, classes), number(corrected, classes), verdict]
    return "| " + " | ".join(cells) + " |"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tables", type=pathlib.Path)
    parser.add_argument("results", type=pathlib.Path)
    parser.add_argument("--splits", type=int, default=10)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--seedbed", default="./seedbed")
    parser.add_argument("--label", default="seedbed")
    parser.add_argument("--others", action="store_true")
    parser.add_argument("--options", default="")
    arguments = parser.parse_args()

    if not arguments.results.exists():
        arguments.results.write_text(",".join(FIELDS) + "\n")
    done = pd.read_csv(arguments.results)
    have = set(zip(done["table"], done["split"], done["method"]))
    frames = tables(arguments.tables, arguments.only)
    labels = OTHERS if arguments.others else [arguments.label]
    for name, frame in frames.items():
        for split in range(arguments.splits):
            for method in (*labels, LINEAR, MLP):
                if (name, split, method) in have:
                    continue
                start = time.monotonic()
                score = run(frame, split, method, arguments)
                line = [name, split, method, score, f"{time.monotonic() - start:.2f}"]
                with open(arguments.results, "a", newline="") as file:
                    csv.writer(file).writerow(line)

    results = pd.read_csv(arguments.results)
    results = results[results["split"] < arguments.splits]
    for label in labels:
        head = ["table", "rows", "score", label, "linear", "MLP", "better of the two"]
        head += ["difference", "its error", "corrected", f"{label} is"]
        print("| " + " | ".join(head) + " |\n|" + "---|" * len(head))
        for name, frame in frames.items():
            print(summary(name, frame, results[results["table"] == name], label))


if __name__ == "__main__":
    main()
