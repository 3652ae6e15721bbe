#!/usr/bin/env python3
"""Makes sales.csv: a table as people have them, with an index, dates, money, shares, codes and gaps.

All of it is made up; the revenue follows from the other columns, but for 3 %.
"""
import csv
import datetime
import pathlib
import random

random.seed(2024)
first = datetime.date(2022, 1, 3)
with open(pathlib.Path(__file__).parent / "sales.csv", "w", newline="") as file:
    out = csv.writer(file, lineterminator="\n")
    out.writerow(["", "sold", "price", "discount", "customer", "zip", "revenue"])
    for row in range(800):
        sold = first + datetime.timedelta(days=random.randrange(730))
        price = random.choice([random.uniform(20, 999), random.uniform(1000, 4000)])
        discount = random.choice([0, 5, 10, 15, 20])
        customer = random.choice(["new", "regular", "club"])
        zip_code = random.choice(["02134", "10001", "60601", "94103"])
        units = {"new": 1, "regular": 2, "club": 3}[customer] + (2 if sold.weekday() >= 5 else 0)
        revenue = price * (1 - discount / 100) * units * random.gauss(1, 0.03)
        out.writerow(
            [
                row,
                sold.strftime("%d/%m/%Y"),
                "" if random.random() < 0.04 else f"${price:,.2f}",
                f"{discount}%",
                "n/a" if random.random() < 0.03 else customer,
                zip_code,
                f"{revenue:,.0f}",
            ]
        )
