"""Would a linear model among the candidates of `train` help?

    /usr/bin/python3 bench/defaults/linear_candidate.py TABLES RESULTS.csv [--splits 6] [--only NAME ...]
        [--seedbed COMMAND]

For each table and split of compare.py, trains Seedbed's default network and linear models of two
weight decays, the latter once more on all rows but those of the test (--refit), and writes their
losses on the validation rows and scores on the test rows to RESULTS.csv, with the scores of
scikit-learn's two. What RESULTS.csv has is not run again. Then prints what each table would have come to,
had the linear model with the lower validation loss replaced the network: where its loss is lower, less
than 5 or 10 % higher, and always.
"""

import argparse
import math
import pathlib

import pandas as pd

import compare

NETWORK = "network"
OPTIONS = {NETWORK: "--seeds 8 --references 2"}
for decay in ("0.001", "0.01"):
    OPTIONS[f"linear {decay}"] = f"--hidden none --refit --seeds 1 --weight-decay {decay}"
FACTORS = (1, 1.05, 1.1, math.inf)


def row(name, frame, split, command):
    train, test = compare.parts(frame, split)
    values = {"table": name, "split": split}
    for method in (compare.LINEAR, compare.MLP):
        values[method] = compare.scikit_learn(method, train, test, compare.is_classes(frame), split)
    for label, options in OPTIONS.items():
        best = compare.seedbed(command, options, train, test, split)
        values[f"{label}: loss"] = best["validation_loss"]
        values[label] = compare.score(best)
    return values


def chosen(rows, factor):
    """The scores, and how often the linear model was taken."""
    scores, count = [], 0
    for _, one in rows.iterrows():
        linear = min((label for label in OPTIONS if label != NETWORK), key=lambda label: one[f"{label}: loss"])
        takes = factor == math.inf or one[f"{linear}: loss"] < factor * one[f"{NETWORK}: loss"]
        scores.append(one[linear if takes else NETWORK])
        count += takes
    return pd.Series(scores, index=rows.index), count


def summary(name, frame, rows):
    classes = compare.is_classes(frame)
    sign = 1 if classes else -1
    better = max((compare.LINEAR, compare.MLP), key=lambda method: sign * rows[method].mean())
    cells = [name]
    for factor in (0, *FACTORS):
        scores, count = chosen(rows, factor)
        difference = sign * (scores - rows[better])
        error, _ = compare.errors(difference)
        mean = difference.mean()
        errors = mean / error if error > 0 else 0
        cells.append(f"{compare.number(mean, classes)} ({errors:.1f}), {count}")
    return "| " + " | ".join(cells) + " |"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tables", type=pathlib.Path)
    parser.add_argument("results", type=pathlib.Path)
    parser.add_argument("--splits", type=int, default=6)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--seedbed", default="./seedbed")
    arguments = parser.parse_args()

    done = pd.read_csv(arguments.results) if arguments.results.exists() else pd.DataFrame()
    have = set(zip(done["table"], done["split"])) if len(done) else set()
    frames = compare.tables(arguments.tables, arguments.only)
    for name, frame in frames.items():
        for split in range(arguments.splits):
            if (name, split) not in have:
                done = pd.concat([done, pd.DataFrame([row(name, frame, split, arguments.seedbed)])])
                done.to_csv(arguments.results, index=False)
    print("| table | network | if lower | 5 % | 10 % | always |\n|---|---|---|---|---|---|")
    for name, frame in frames.items():
        rows = done[(done["table"] == name) & (done["split"] < arguments.splits)].reset_index(drop=True)
        print(summary(name, frame, rows))


if __name__ == "__main__":
    main()
