"""Price points: what makes smuggling pay, as published, never averaged."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tradewind.picture.model import Column, Section, Span, Spans, Table
from tradewind.picture.setting import Setting
from tradewind.reference.methods import prices as published

_RANGE = re.compile(r"^(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?$")
#: Measures as classes of dots: what a buyer pays, what the law adds, what an office got or declared.
_KINDS = {"tax": "tax", "customs value": "official", "official value": "official", "auction result": "official",
          "auction start bid": "official"}  # fmt: skip


def prices_section(loaded: Sequence[Mapping[str, Any]], setting: Setting) -> Section:
    """Points in EUR a kg on one axis, and every published point in its own unit in the table."""
    say = setting.say
    reference = list(published())
    spans = []
    for row in reference:
        found = _RANGE.match(row["value"])
        if row["unit"].startswith("EUR/kg") and found:
            low = float(found[1])
            label = f"{row['item']}, {row['measure']}, {row['place']} {_date(row['date'])}".strip()
            spans.append(Span(label, low, float(found[2] or low), _KINDS.get(row["measure"], "price")))
    spans.sort(key=lambda s: (s.kind, -s.high))
    figure = Spans(
        say("Price points in euro per kilogram"), say("Each dot is one published price, tax or value."),
        tuple(spans), "EUR/kg",
        (("price", say("price")), ("official", say("auction or official value")), ("tax", say("tax"))),
    )  # fmt: skip
    columns = (
        Column("date", say("Date")), Column("place", say("Place")), Column("item", say("Item")),
        Column("measure", say("Measure")), Column("value", say("Figure")), Column("unit", say("Unit")),
        Column("note", say("Note")), Column("source", say("Source")), Column("confidence", say("Confidence")),
    )  # fmt: skip
    rows = tuple(_loaded(r, setting) for r in loaded) + tuple(
        {k: row[k] or None for k in ("date", "place", "item", "measure", "value", "unit", "note", "source",
                                     "confidence")}
        for row in reference
    )  # fmt: skip
    return Section(
        key="prices", title=say("Prices"),
        lead=(say("Where a quota or a tax makes the lawful gas dear, the gap pays for smuggling."),),
        figures=(figure,) if spans else (), tables=(Table("price-points", say("Price points"), columns, rows),),
        sources=(say("Published price points of the reference data; prices loaded by the office stand first."),),
        caveats=(say("Prices of different years, places and kinds are not comparable as they stand; they are shown,"
                     " not averaged."),),
    )  # fmt: skip


def _date(text: str) -> str:
    return text if text[:1].isdigit() else text.partition(" ")[2]


def _loaded(row: Mapping[str, Any], setting: Setting) -> Mapping[str, Any]:
    first, last = row["observed_from"], row["observed_to"]
    minor = row["price_minor"]
    unit = f"{row['currency']}/{row['unit']}" if minor is not None and row["currency"] else row["unit"]
    return {
        "date": None if first is None else first.isoformat() if first == last else f"{first} – {last}",
        "place": row["place"] or (setting.place(row["country"]) if row["country"] else None),
        "item": row["item"] or row["substance"], "measure": row["measure"],
        "value": str(minor / 100) if minor is not None else None if row["value"] is None else f"{row['value']:g}",
        "unit": unit, "note": row["note"], "source": row["source_address"] or row["source"], "confidence": None,
    }  # fmt: skip
