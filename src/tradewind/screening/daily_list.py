"""The daily list as people read it: few lines, each with its reasons, what may be honest, and what would settle it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

import pyarrow as pa

from tradewind.findings import Tier
from tradewind.screening.answering_for import trader_keys
from tradewind.screening.scoring import TIERS
from tradewind.screening.screened import Screened
from tradewind.screening.wording import AT_RANDOM, Wording

_COLUMNS: Final = (
    "declaration_id", "item", "office", "lodged_on", "importer", "importer_id", "exporter", "origin", "description",
    "hs_code", "gas", "code_words", "text_gas", "net_mass_g", "row_ref",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One line to look at. `reasons` are sentences with the rows they rest on; `hours` of the check are assumed."""

    place: int
    tier: Tier
    selected_by: str
    declaration_id: str | None
    item: int | None
    office: str | None
    lodged_on: date | None
    importer: str | None
    exporter: str | None
    origin: str | None
    description: str | None
    hs_code: str | None
    substance: str | None
    mass_kg: float | None
    reasons: tuple[tuple[str, tuple[str, ...]], ...]
    lawful: tuple[str, ...]
    check: str
    hours: float
    record: tuple[str, ...]
    explanations: tuple[str, ...]
    inclusion_probability: float
    floor_probability: float
    model_says: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Keys as the attributes, reasons with `text` and `rows`."""
        told = asdict(self)
        told["reasons"] = [{"text": text, "rows": list(rows)} for text, rows in self.reasons]
        return told


def daily_list(screened: Screened, language: str = "en") -> list[Entry]:
    """The lines to look at, first to last; those only chance picked come after."""
    wording = Wording(screened, language)
    lines = screened.picks.lines
    rows = screened.lines.select(list(_COLUMNS)).take(pa.array(lines, pa.int64()))
    traders = trader_keys(screened.lines.take(pa.array(lines, pa.int64()))).to_pylist()
    sentences = _sentences(screened, wording, lines)
    return [
        _entry(screened, wording, place, line, row, trader, sentences[line])
        for place, (line, row, trader) in enumerate(zip(lines, rows.to_pylist(), traders, strict=True), 1)
    ]


def _sentences(screened: Screened, wording: Wording, lines: Sequence[int]) -> dict[int, list[str]]:
    places = [place for line in lines for place in screened.signs_on(line)]
    texts = dict(zip(places, wording.sentences(places), strict=True))
    return {line: [texts[place] for place in screened.signs_on(line)] for line in lines}


def _entry(
    screened: Screened, wording: Wording, place: int, line: int, row: Mapping[str, Any], trader: str | None,
    sentences: Sequence[str],
) -> Entry:  # fmt: skip
    seen, picks = screened.seen, screened.picks
    signs = list(screened.signs_on(line))
    kinds = [int(seen.kind[n]) for n in signs]
    others = seen.said["rows"].take(pa.array(signs, pa.int64())).to_pylist()
    reasons = [(text, (row["row_ref"], *(more or ()))) for text, more in zip(sentences, others, strict=True)]
    if picks.selected_by(line) == "floor" and not signs:
        reasons = [(wording.say(AT_RANDOM), (row["row_ref"],))]
    detectors = dict.fromkeys(seen.kinds[k].detector.name for k in kinds)
    return Entry(
        place=place, tier=TIERS[int(screened.scores.tier[line])], selected_by=picks.selected_by(line),
        **{name: row[name] for name in ("declaration_id", "item", "office", "lodged_on", "exporter", "origin",
                                        "description", "hs_code")},
        importer=row["importer"] or row["importer_id"],
        substance=row["gas"] or row["text_gas"] or row["code_words"],
        mass_kg=None if row["net_mass_g"] is None else row["net_mass_g"] / 1000,
        reasons=tuple(reasons), lawful=tuple(wording.lawful(kinds)), check=wording.check(line),
        hours=float(screened.scores.hours[line]), record=tuple(dict.fromkeys(wording.like(d) for d in detectors)),
        explanations=tuple(wording.explained(trader, kinds)),
        inclusion_probability=round(float(picks.inclusion[line]), 9),
        floor_probability=round(float(picks.floor_probability[line]), 9),
        model_says=tuple(wording.say(said) for said in screened.model_says.get(line, ())),
    )  # fmt: skip
