"""Texts about seizures read into fields, measured field by field.

    python -m bench narratives [--show HALF] [--sealed]

Labels of what each of the 50 texts in ../shared/data/seizures/texts_dev.jsonl says stand in bench/seizure_texts.csv:
`;` between values, `|` between readings of one value that are equally right, `?` before what may be found and need not
be (a town of the suspect, the mass of one cylinder). They were written before the rules, by the same hand. All texts
had been looked at once by then; while rules were written only the errors of the half "worked on" were looked at, and
never those of the half "held back". The second table is of the register's own one-line English summaries of cases that
have no text here: none of them was read, and its labels are the register's where the line has the figure.

bench/seizure_texts_unseen.csv holds 110 more texts of 22 languages with their labels, written in the style of public
reports after the first rules stood and before any was changed for them. Half A served to improve the rules. Half B is
sealed: its scores are printed only with `--sealed`, and no option prints its errors.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from anyascii import anyascii
from rapidfuzz import fuzz

from bench.recognition import with_interval
from tradewind.recognition.narratives import Narrative, read_narrative
from tradewind.reference import cases as register

TEXTS = Path(__file__).resolve().parents[1] / ".." / "shared" / "data" / "seizures" / "texts_dev.jsonl"
LABELS = Path(__file__).with_name("seizure_texts.csv")
UNSEEN = Path(__file__).with_name("seizure_texts_unseen.csv")
#: Fixed when the unseen texts were written.
UNSEEN_SEED = "unseen seizure texts 1"
#: Fixed before the first rule was written.
SEED = "seizure texts 1"
#: Cases whose summary was on the screen while the register's form was looked at.
READ = frozenset({"BG-2019-01", "BG-2019-02", "BG-2019-03", "BG-2020-01", "BG-2020-02", "BG-2019-04"})
#: Codes of the register that a form for officers does not tell apart.
LIKE = {"undeclared": "no_declaration", "lpg_tank": "hidden_in_vehicle", "hidden": "hidden_in_load"}
FIELDS = ("date", "place", "substance", "mass_kg", "cylinders", "method")
Counts = tuple[int, int, int]


def half_of(text_id: str) -> str:
    """Which half a text belongs to."""
    return (
        "worked on" if int(hashlib.sha256(f"{SEED} {text_id}".encode()).hexdigest(), 16) % 2 else "held back"
    )


def unseen_half_of(text_id: str) -> str:
    """Which half an unseen text belongs to: `A`, open, or `B`, sealed."""
    return "BA"[int(hashlib.sha256(f"{UNSEEN_SEED} {text_id}".encode()).hexdigest(), 16) % 2]


def found_of(read: Narrative) -> dict[str, list[str]]:
    """The fields of a reading as text, as the draft offers them."""
    return {
        "date": [str(d) for d in read.dates],
        "place": [p.name for p in read.places],
        "substance": list(read.contents),
        "mass_kg": [f"{m.grams / 1000:g}" if m.grams < 1e9 else str(m.grams / 1000) for m in read.masses],
        "cylinders": [str(c.count) for c in read.containers],
        "method": [m.code for m in read.methods],
    }


def same(field: str, wanted: str, found: str) -> bool:
    """Whether a value found is the one wanted."""
    if field == "mass_kg":
        return abs(float(wanted) - float(found)) <= 0.005 * float(wanted)
    if field == "date":
        return found == wanted or (wanted.startswith("--") and found.endswith(wanted[1:]))
    if field == "place":
        ours, theirs = (re.sub(r"[^a-z]", "", anyascii(t).lower()) for t in (wanted, found))
        return fuzz.ratio(ours, theirs) >= 75
    return wanted == found


def compare(field: str, label: str, found: Sequence[str]) -> Counts:
    """True, false and missed of one field of one text."""
    wanted = [w for w in label.split(";") if w and not w.startswith("?")]
    allowed = [w[1:] for w in label.split(";") if w.startswith("?")]
    left = list(dict.fromkeys(found))
    hit = 0
    for want in wanted:
        match = next((f for f in left if any(same(field, w, f) for w in want.split("|"))), None)
        if match is not None:
            hit += 1
            left.remove(match)
    extra = [f for f in left if not any(same(field, w, f) for a in [*allowed, *wanted] for w in a.split("|"))]
    return hit, len(extra), len(wanted) - hit


def texts() -> list[tuple[str, str, dict[str, str]]]:
    """(id, text, labels) of each text."""
    with LABELS.open(encoding="utf-8") as stream:
        labels = {row["text_id"]: row for row in csv.DictReader(stream)}
    rows = [json.loads(line) for line in TEXTS.read_text(encoding="utf-8").splitlines()]
    return [(row["text_id"], row["text"], labels[row["text_id"]]) for row in rows]


def unseen() -> list[dict[str, str]]:
    """The unseen texts with their labels."""
    with UNSEEN.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def read_unseen(row: dict[str, str]) -> Narrative:
    """The reading of an unseen text, with the day it was published where one is given."""
    published = row["published"]
    return read_narrative(row["text"], date.fromisoformat(published) if published else None)


def table(title: str, count: Callable[[str], Iterable[tuple[str, Counts]]], fields: Iterable[str]) -> None:
    print(f"-- {title}")
    for field in fields:
        counts = list(count(field))
        if any(t or m for _, (t, _, m) in counts):
            print(f"{field:<12} {with_interval(counts)}  of {sum(t + m for _, (t, _, m) in counts)}")


def summaries() -> list[tuple[dict[str, Any], Narrative]]:
    """The unread cases of the register with their summary read."""
    have = {
        c for line in TEXTS.read_text(encoding="utf-8").splitlines() for c in json.loads(line)["case_ids"]
    }
    return [
        (c, read_narrative(c["support"]))
        for c in register.cases()
        if c["id"] not in have | READ and c["support"]
    ]


def stated(case: dict[str, Any], field: str) -> str:
    """The register's label where its figure or number stands in the line."""
    line = case["support"]
    if (
        field == "method"
    ):  # a person coded the whole page, so that much of it is not in the line: read the precision
        return ";".join(dict.fromkeys(LIKE.get(code, code) for code in case["modus_operandi"]))
    digits = re.sub(r"(?<=\d)[,. ](?=\d{3})", "", line)
    if field == "cylinders":
        count = case["total_cylinders"]
        return str(count) if count and re.search(rf"(?<!\d){count}(?!\d)", digits) else ""
    if field == "mass_kg":
        mass = case["total_kg"]
        if not mass:
            return ""
        written = {f"{mass:g}", str(mass), f"{mass / 1000:g}"}
        return (
            str(mass) if any(re.search(rf"(?<![\d.]){re.escape(w)}(?![\d])", digits) for w in written) else ""
        )
    numbers = {
        re.sub(r"\W", "", s["designation"]).lower().removeprefix("r"): s["designation"]
        for s in case["substances"]
    }
    plain = re.sub(r"\W", "", line).lower()
    return ";".join(d for n, d in numbers.items() if re.fullmatch(r"R-\d+[A-Za-z]*", d) and n in plain)


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="bench narratives")
    parser.add_argument("--show", metavar="HALF", help='print the errors of "worked on" or of "A"')
    parser.add_argument("--sealed", action="store_true", help="print the scores of the sealed half B as well")
    parsed = parser.parse_args(arguments)
    if not TEXTS.exists():
        print(f"not measured: {TEXTS} is absent")
        return
    rows = [(i, found_of(read_narrative(text)), label) for i, text, label in texts()]
    print("             precision             recall                F1")
    for half in ("worked on", "held back"):
        chosen = [r for r in rows if half_of(r[0]) == half]
        table(
            f"{half}: {len(chosen)} texts",
            lambda f, chosen=chosen: [(i, compare(f, label[f], found[f])) for i, found, label in chosen],  # type: ignore[misc]
            FIELDS,
        )
    if parsed.show == "worked on":
        for i, found, label in rows:
            for field in FIELDS:
                _, false, missed = compare(field, label[field], found[field])
                if half_of(i) == "worked on" and (false or missed):
                    print(i, field, "wanted", label[field], "found", found[field])
    _unseen(parsed.show, sealed=parsed.sealed)
    lines = summaries()
    table(
        f"one-line summaries of the register, never read: {len(lines)}",
        lambda f: [(c["id"], _recalled(f, stated(c, f), found_of(r)[f])) for c, r in lines],
        ("substance", "mass_kg", "cylinders", "method"),
    )


def _unseen(show: str | None, *, sealed: bool) -> None:
    """The tables of the unseen texts, and the errors of half A where they are asked for."""
    rows = [(row, found_of(read_unseen(row))) for row in unseen()]
    for half in ("A", "B") if sealed else ("A",):
        chosen = [r for r in rows if unseen_half_of(r[0]["text_id"]) == half]
        table(
            f"unseen, half {half}: {len(chosen)} texts of {len({r['lang'] for r, _ in chosen})} languages",
            lambda f, chosen=chosen: [(r["text_id"], compare(f, r[f], found[f])) for r, found in chosen],  # type: ignore[misc]
            FIELDS,
        )
        cut = [(int(r["drafts"]), len(read_unseen(r).seizures)) for r, _ in chosen]
        print(
            f"of {sum(d > 1 for d, _ in cut)} texts with several seizures cut rightly "
            f"{sum(d == c > 1 for d, c in cut)}; "
            f"of {sum(d == 1 for d, _ in cut)} with one cut wrongly {sum(d == 1 < c for d, c in cut)}"
        )
    for row, found in rows:
        for field in FIELDS:
            _, false, missed = compare(field, row[field], found[field])
            if show == "A" == unseen_half_of(row["text_id"]) and (false or missed):
                print(row["text_id"], row["lang"], field, "wanted", row[field], "found", found[field])


def _recalled(field: str, label: str, found: Sequence[str]) -> Counts:
    """As `compare`, over lines whose figure stands in them; other lines say nothing about the register's label."""
    return compare(field, label, found) if label else (0, 0, 0)


if __name__ == "__main__":
    main([])
