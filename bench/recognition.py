"""Recognition measured: quality on labelled public texts, speed beside a plain list of regular expressions.

    python -m bench recognition [--quick]

Quality is measured on the labelled listings in ../shared/data/listings/dev.jsonl, none of which the shipped weights
were trained on. Half of the source groups (by a hash of their name) were read while rules were written ("seen"),
the other half never ("unseen"): read the unseen figures. The unseen half's figures, not its texts, were looked at
between versions, so they lean a little to the good side; only texts from elsewhere would settle it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from bench import recognition_regex
from tradewind.recognition import mentions_many, recognise, recognise_many

LISTINGS = Path(__file__).resolve().parents[1] / ".." / "shared" / "data" / "listings" / "dev.jsonl"
SEED = 20_260_101
RESAMPLES = 2_000
#: What a desk sees: one advert in a hundred that holds a keyword is an offer of a controlled substance.
DESK_SHARE = 0.01

Counts = tuple[int, int, int]
Row = dict[str, Any]


def half_of(group: str) -> str:
    """Which half a source group belongs to; never by row."""
    return "unseen" if int(hashlib.sha256(group.encode()).hexdigest(), 16) % 2 else "seen"


def scores(counts: Iterable[Counts]) -> tuple[float, float, float]:
    """Precision, recall and F1 of summed (true, false, missed)."""
    true = false = missed = 0
    for t, f, m in counts:
        true, false, missed = true + t, false + f, missed + m
    return (
        true / (true + false) if true + false else float("nan"),
        true / (true + missed) if true + missed else float("nan"),
        2 * true / (2 * true + false + missed) if true + false + missed else float("nan"),
    )


def with_interval(counts: Sequence[tuple[str, Counts]]) -> str:
    """The three scores, each with its 95 % bootstrap interval over groups."""
    groups: dict[str, list[Counts]] = {}
    for group, count in counts:
        groups.setdefault(group, []).append(count)
    totals = [tuple(map(sum, zip(*g, strict=True))) for g in groups.values()]
    dice = random.Random(SEED)
    draws = [scores(dice.choices(totals, k=len(totals))) for _ in range(RESAMPLES)]  # type: ignore[arg-type]
    shown = []
    for i, value in enumerate(scores(c for _, c in counts)):
        spread = sorted(d[i] for d in draws if d[i] == d[i])
        low, high = spread[int(0.025 * len(spread))], spread[int(0.975 * len(spread)) - 1]
        shown.append(f"{value:.3f} [{low:.3f}, {high:.3f}]")
    return "  ".join(shown)


def mention_counts(row: Row, found: set[str]) -> Counts:
    wanted = set(row["designations_mentioned"])
    return len(wanted & found), len(found - wanted), len(wanted - found)


_DIGITS = re.compile(r"\d+")


def written(designation: str, text: str) -> bool:
    """Whether a label stands in the text at all: its number, or for a name its first letters. Labels describe the
    whole public page, the text is its summary, so some labels cannot be found by anyone."""
    if designation == "Halon":
        return "halon" in text.lower() or "哈龙" in text or "галон" in text.lower()
    number = _DIGITS.search(designation)
    if number is None:
        head = designation.split()[0].lower()[:5]
        return head in text.lower() or any(w in text for w in ("溴", "бром", "brom", "bróm"))
    return number.group() in text


def span_counts(row: Row) -> Counts:
    """Exact spans against the surface forms of the label: R, HCFC, HFC, CFC or HFO with the number, in any spacing,
    located in the text independently of the recogniser. Labels whose surface cannot be located so are left out, and
    so are found mentions of any other form (names, CAS, brands)."""
    wanted = set()
    for designation in row["designations_mentioned"]:
        if designation.startswith("R-"):
            core = re.escape(designation[2:].removesuffix("(E)"))
            pattern = rf"(?<![A-Za-z0-9])(?:R|HCFC|HFC|CFC|HFO)[ -]?{core}(?:\(E\))?(?![A-Za-z0-9])"
            wanted |= {m.span() for m in re.finditer(pattern, row["text"], re.IGNORECASE | re.ASCII)}
    labels = set(row["designations_mentioned"])
    form = re.compile(r"(?:R|HCFC|HFC|CFC|HFO)[ -]?\d", re.IGNORECASE)
    found = {
        (m.start, m.end)
        for m in recognise(row["text"]).mentions
        if form.match(m.text) and m.designation in labels
    }
    return len(wanted & found), len(found - wanted), len(wanted - found)


def quality() -> None:
    if not LISTINGS.exists():
        print(f"quality not measured: {LISTINGS} is absent")
        return
    rows = [json.loads(line) for line in LISTINGS.read_text(encoding="utf-8").splitlines()]
    ours = {r["id"]: {m.designation for m in recognise(r["text"]).mentions} for r in rows}
    plain = {r["id"]: recognition_regex.designations(r["text"]) for r in rows}
    print(f"{len(rows)} texts, {len({r['source_group'] for r in rows})} groups")
    print("                                       precision             recall                F1")
    for title, chosen in subsets(rows):
        print(f"-- {title}: {len(chosen)} texts")
        report("mentions, labels as given", chosen, lambda r: mention_counts(r, ours[r["id"]]))
        report("  the regular expressions", chosen, lambda r: mention_counts(r, plain[r["id"]]))
        report("mentions, labels in the text", chosen, lambda r: located(r, ours[r["id"]]))
        report("  the regular expressions", chosen, lambda r: located(r, plain[r["id"]]))
        report("mentions, exact span", chosen, span_counts)
        report("offers", chosen, offer_counts)
        desk(chosen)
        amounts(chosen)


def located(row: Row, found: set[str]) -> Counts:
    wanted = {d for d in row["designations_mentioned"] if written(d, row["text"])}
    return len(wanted & found), len(found - wanted), len(wanted - found)


def subsets(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    return [
        ("all rows", rows),
        ("rows without doubt", [r for r in rows if not r["doubt"]]),
        ("unseen half, all", [r for r in rows if half_of(r["source_group"]) == "unseen"]),
        (
            "unseen half, without doubt",
            [r for r in rows if half_of(r["source_group"]) == "unseen" and not r["doubt"]],
        ),
        ("seen half, all", [r for r in rows if half_of(r["source_group"]) == "seen"]),
        (
            "seen half, without doubt",
            [r for r in rows if half_of(r["source_group"]) == "seen" and not r["doubt"]],
        ),
    ]


def report(name: str, rows: list[Row], count: Callable[[Row], Counts]) -> None:
    counts = [(r["source_group"], count(r)) for r in rows]
    print(f"{name:<30} {with_interval(counts)}")


def offer_counts(row: Row) -> Counts:
    said, is_offer = recognise(row["text"]).is_offer, row["is_offer_of_controlled_substance"]
    return int(said and is_offer), int(said and not is_offer), int(is_offer and not said)


def desk(rows: list[Row]) -> None:
    """Offer precision where one text in a hundred is an offer: recall and false alarms re-weighted."""
    offers = [r for r in rows if r["is_offer_of_controlled_substance"]]
    others = [r for r in rows if not r["is_offer_of_controlled_substance"]]
    recall = sum(recognise(r["text"]).is_offer for r in offers) / max(1, len(offers))
    alarms = sum(recognise(r["text"]).is_offer for r in others) / max(1, len(others))
    shown = DESK_SHARE * recall + (1 - DESK_SHARE) * alarms
    precision = DESK_SHARE * recall / shown if shown else float("nan")
    print(
        f"offer precision at {DESK_SHARE:.0%} offers   {precision:.3f}  ({len(offers)} offers, {len(others)} others)"
    )


def amounts(rows: list[Row]) -> None:
    masses = [r for r in rows if r["quantity_kg"] is not None]
    prices = [r for r in rows if r["price_value"] is not None]
    right_mass = sum(
        abs((recognise(r["text"]).quantity_kg or 0) - r["quantity_kg"]) <= 0.01 * r["quantity_kg"]
        for r in masses
    )
    right_price = 0
    for r in prices:
        found = recognise(r["text"]).price
        right_price += found is not None and abs(found.value - r["price_value"]) < 0.01
    print(f"quantity right {right_mass} of {len(masses)}; price right {right_price} of {len(prices)}")


_GOODS_WRITTEN = (
    "steel pipes seamless hot rolled;cotton t-shirts assorted sizes;frozen fish fillets in cartons;spare parts for "
    "tractors;LED lamps 12 W;ceramic tiles 60x60;refined sunflower oil in bulk;truck tyres 11R22.5;laptop computers "
    "14 inch;wooden furniture knocked down;polyethylene granules;air conditioners split 12000 BTU;compressors for "
    "refrigeration;resistors R12 10k;fire extinguishers dry powder;paracetamol tablets 500 mg;used clothing in bales"
)
_GASES_WRITTEN = "R-134a;R22;HFC-32;R 410A;HCFC-141b;R404A;freon R-407C;хладон 22;R507;chlorodifluoromethane"


def customs_texts(count: int, distinct_share: float, mention_share: float) -> list[str]:
    """Invented customs descriptions of 80 characters, some naming a gas; each distinct one repeats evenly."""
    dice = random.Random(SEED)
    goods, gases = _GOODS_WRITTEN.split(";"), _GASES_WRITTEN.split(";")
    distinct = []
    for i in range(int(count * distinct_share)):
        if dice.random() < mention_share:
            start = f"refrigerant gas {dice.choice(gases)} {dice.randint(50, 1200)} cylinders x 13.6 kg"
        else:
            start = f"{dice.choice(goods)} {dice.randint(10, 9999)} pcs"
        distinct.append(
            f"{start}, invoice {i:07d} container MSKU{dice.randint(1000000, 9999999)} ".ljust(80, "x")[:80]
        )
    texts = [distinct[i % len(distinct)] for i in range(count)]
    dice.shuffle(texts)
    return texts


def speed(count: int) -> None:
    recognise("R22")
    for share in (0.02, 0.2):
        texts = customs_texts(count, 0.3, share)
        holding = sum(bool(m) for m in mentions_many(texts[:20_000])) / min(len(texts), 20_000)
        print(f"-- {count:,} texts of 80 characters, 30 % distinct, {holding:.1%} hold a mention; one core")
        time_it("mentions", texts, mentions_many)
        time_it("mentions, offer, mass, price", texts, everything)
        time_it("plain regular expressions", texts, recognition_regex.designations_many)


def everything(texts: Sequence[str]) -> None:
    for found in {id(r): r for r in recognise_many(texts)}.values():
        _ = found.is_offer, found.quantity_kg, found.price


def time_it(name: str, texts: Sequence[str], work: Callable[[Sequence[str]], object]) -> None:
    began = time.perf_counter()
    work(texts)
    took = time.perf_counter() - began
    print(f"{name:<30} {took:7.2f} s  {len(texts) / took:>12,.0f} texts/s")


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="bench recognition")
    parser.add_argument("--quick", action="store_true", help="100,000 texts instead of a million")
    parsed = parser.parse_args(arguments)
    quality()
    speed(100_000 if parsed.quick else 1_000_000)
