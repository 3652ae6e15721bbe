"""Makes the tables of results in this folder, from models whose truth is known: which differences are real is stated here.

    python3 make_tables.py
"""

import csv
import random

random.seed(20)


def write(name, rows):
    with open(name, "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def runs():
    """Runs of two models over the same seeds. Wide is better by 0.006; both share a part of what the seed does."""
    rows = [["Name", "State", "model", "lr", "seed", "val_acc", "Runtime"]]
    for seed in range(8):
        common = random.gauss(0, 0.004)
        for model, mean in [("narrow", 0.912), ("wide", 0.918)]:
            accuracy = mean + common + random.gauss(0, 0.003)
            state = "crashed" if (model, seed) == ("wide", 6) else "finished"
            value = "NaN" if (model, seed) == ("narrow", 3) else f"{accuracy:.4f}"
            rows.append([f"run-{len(rows)}", state, model, 0.1, seed, value, random.randint(300, 330)])
    write("runs.csv", rows)


def wide():
    """A sheet of test losses: three ways to start, of which two are the same."""
    rows = [["start"] + [f"seed {seed}" for seed in range(6)]]
    for start, mean in [("he", 0.42), ("glorot", 0.42), ("zeros", 0.69)]:
        rows.append([start] + [f"{mean + random.gauss(0, 0.012):.4f}" for _ in range(6)])
    write("starts.csv", rows)


def rows():
    """Hits on 400 examples by 6 seeds each of two models. Seeds err independently; no seed is better than another."""
    header = ["example"] + [f"{model}/{seed}" for model in ("small", "large") for seed in range(6)]
    table = [header]
    for example in range(400):
        hardness = random.betavariate(0.6, 0.12)
        better = min(1, hardness + 0.02)
        hits = [int(random.random() < p) for p in [hardness] * 6 + [better] * 6]
        table.append([example] + hits)
    write("hits.csv", table)


runs()
wide()
rows()
