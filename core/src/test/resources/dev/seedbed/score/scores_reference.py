"""Scores of made-up answers by scikit-learn, for ScoresTest.

    apt-get install python3-sklearn
    /usr/bin/python3 core/src/test/resources/dev/seedbed/score/scores_reference.py \
        > core/src/test/resources/dev/seedbed/score/scores_reference.tsv

A line a case: its name, then kind, truth, answers and the scores by name. Probabilities are multiples of 1/64, so
that floats hold them exactly, there are ties, and each row sums to 1; none of a true class is 0, as scikit-learn
clips those and Seedbed does not. Some cases lack classes that answers name, or answer classes that are not there.
"""

import csv
import sys

import numpy as np
from sklearn import metrics


def probabilities(random, rows, classes):
    cuts = np.sort(random.integers(1, 64 - classes, (rows, classes - 1)), axis=1)
    parts = np.diff(np.concatenate([np.zeros((rows, 1)), cuts, np.full((rows, 1), 64 - classes)], axis=1), axis=1)
    return (parts + 1) / 64


def classes_case(name, truth, p):
    classes = p.shape[1]
    answers = p.argmax(axis=1)
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        truth, answers, labels=range(classes), zero_division=0)
    scores = {
        "accuracy": metrics.accuracy_score(truth, answers),
        "balanced_accuracy": metrics.balanced_accuracy_score(truth, answers),
        "macro_f1": metrics.f1_score(truth, answers, average="macro", zero_division=0),
        "log_loss": metrics.log_loss(truth, p, labels=range(classes)),
        "brier": np.mean(np.sum((p - np.eye(classes)[truth]) ** 2, axis=1)),
    }
    if classes == 2 and len(set(truth)) == 2:
        scores["auc"] = metrics.roc_auc_score(truth, p[:, 1])
        scores["f1_of_1"] = metrics.f1_score(truth, answers, pos_label=1)
        scores["brier"] = 2 * metrics.brier_score_loss(truth, p[:, 1])
    for c in range(classes):
        scores[f"precision_{c}"] = precision[c]
        scores[f"recall_{c}"] = recall[c]
        scores[f"f1_{c}"] = f1[c]
    return name, "classes", truth, p, scores


def quantity_case(name, truth, answers):
    scores = {
        "rmse": np.sqrt(metrics.mean_squared_error(truth, answers)),
        "mae": metrics.mean_absolute_error(truth, answers),
    }
    if np.ptp(truth) > 0:
        scores["r2"] = metrics.r2_score(truth, answers)
    return name, "quantity", truth, answers, scores


def cases():
    random = np.random.default_rng(22)
    yield classes_case("two classes", random.integers(0, 2, 40), probabilities(random, 40, 2))
    yield classes_case("two classes, rare", (np.arange(60) % 20 == 3).astype(int), probabilities(random, 60, 2))
    p = probabilities(random, 12, 2)
    p[:] = p[0]
    yield classes_case("two classes, all alike", np.arange(12) % 2, p)
    yield classes_case("one of two classes absent", np.zeros(9, int), probabilities(random, 9, 2))
    yield classes_case("five classes", random.integers(0, 5, 80), probabilities(random, 80, 5))
    yield classes_case("two of five absent", random.choice([0, 2, 4], 30), probabilities(random, 30, 5))
    certain = np.full((6, 3), 1 / 64)
    certain[np.arange(6), [0, 0, 1, 1, 0, 1]] = 62 / 64
    yield classes_case("a class never answered", np.array([0, 0, 1, 1, 2, 2]), certain)
    yield classes_case("a single row", np.array([1]), probabilities(random, 1, 3))
    y = random.normal(1000, 3, 50)
    yield quantity_case("quantity", y, y + random.normal(0, 2, 50))
    yield quantity_case("quantity, poor answers", y, random.normal(0, 1, 50))
    yield quantity_case("quantity, all alike", np.full(5, 7.0), np.array([7.0, 8.0, 6.5, 7.0, 9.0]))


def text(numbers):
    return " ".join(repr(float(x)) for x in np.asarray(numbers).ravel())


writer = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
writer.writerow(["case", "kind", "truth", "answers", "scores"])
for name, kind, truth, answers, scores in cases():
    named = " ".join(f"{key}={float(value)!r}" for key, value in scores.items())
    writer.writerow([name, kind, text(truth), text(answers), named])
