"""Which edition and line a code belongs to, from a country's own tariff, and which lines hide a substance.

Rows are plain mappings with the columns of the table `national_tariffs`: party (ISO3), national_code,
description, valid_from, valid_to, hs_edition, substances (designations; none where the line says "other"),
hides_controlled, basis. Without them the edition in force internationally on the day is taken, and said.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from tradewind.errors import FileRefused, UnknownName
from tradewind.quantities import Interval
from tradewind.reference.blends import substance, treaty_gwp, treaty_odp
from tradewind.reference.hs import CodeFacts, code_facts, digits, edition_on, nomenclature
from tradewind.reference.parties import party

ADOPTION_LAGS: Final = (
    "the edition is the one in force internationally on that day; countries often adopt one late"
)
_COLUMNS: Final = ("party", "national_code", "description")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a national tariff; `substances` is empty where it says "other"."""

    party: str
    national_code: str
    description: str
    valid_from: date | None
    valid_to: date | None
    hs_edition: str | None
    substances: tuple[str, ...]
    hides_controlled: bool | None
    basis: str

    def in_force(self, day: date) -> bool:
        """Whether the line counts on that day."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


@dataclass(frozen=True, slots=True)
class Resolution:
    """The edition of a code and, where a tariff is loaded, its line. `edition` None: not known."""

    code: str
    national_code: str | None
    edition: str | None
    inferred: bool
    line: Line | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HiddenLine:
    """A national line under which a controlled substance cannot be told from other goods, and what would help."""

    line: Line
    edition: str
    facts: CodeFacts
    substances: tuple[str, ...]
    advice: str


def lines(rows: Iterable[Mapping[str, Any]]) -> list[Line]:
    """Rows of `national_tariffs` as lines; RequestError for a code that is none."""
    return [
        Line(
            str(row["party"]), digits(str(row["national_code"])), str(row.get("description") or ""),
            _day(row.get("valid_from")), _day(row.get("valid_to")), _edition(row.get("hs_edition")),
            _names(row.get("substances")), row.get("hides_controlled"), str(row.get("basis") or ""),
        )
        for row in rows
    ]  # fmt: skip


def resolve(code: str, *, country: str | None, on: date | None, tariff: Sequence[Line] = ()) -> Resolution:
    """The edition a code of 6 to 12 digits is of, for a Party on a day.

    The Party's own lines go first; then the edition in force internationally on `on`; without a day or with a
    code that edition does not have, the edition is not known.
    """
    full = digits(code)
    national = full if len(full) > 6 else None
    if on is None:
        return Resolution(full[:6], national, None, False, None, ("edition not known",))
    mine = [line for line in tariff if line.party == country and line.in_force(on)]
    line = _line_of(full, mine)
    edition = (line.hs_edition if line else None) or _usual(mine)
    if edition is not None:
        note = (
            f"the edition follows from {line.basis or 'the tariff loaded'}"
            if line
            else "the edition is that of the Party's other lines in force"
        )
        return Resolution(full[:6], national, edition, True, line, (note,))
    edition = edition_on(on)
    try:
        code_facts(full, edition)
    except UnknownName:
        note = (
            f"HS {edition} was in force internationally on {on} and has no {full[:6]}; a country may still use an"
            " older edition"
        )
        return Resolution(full[:6], national, None, False, line, ("edition not known", note))
    return Resolution(full[:6], national, edition, True, line, (ADOPTION_LAGS,))


def narrow(facts: CodeFacts, designations: Sequence[str]) -> CodeFacts:
    """The facts of a code for a national line of it that names its substances; UnknownName for one unknown."""
    entries = [substance(name) for name in designations]
    ruled = tuple(e.designation for e in entries if e.controlled)
    whole = len(ruled) == len(entries)
    return replace(
        facts,
        words=", ".join(designations),
        controlled=True if whole else ("some" if ruled else False),
        substances=tuple(designations),
        controlled_substances=ruled,
        groups=tuple(dict.fromkeys(g for e in entries for g in e.groups)),
        may_be_uncontrolled=not whole,
        co2e_per_kg=_range([treaty_gwp(name) for name in designations]),
        odp_per_kg=_range([treaty_odp(name) for name in designations]),
    )


def hidden_lines(tariff: Sequence[Line], country: str, on: date) -> list[HiddenLine]:
    """Lines of a Party in force on a day that still hide a controlled substance (advice under decision XXXIV/8).

    A line hides what its subheading can hold and no line beside it names, where the line itself names no
    substance, or names several. A line marked as hiding nothing is believed.
    """
    mine = [line for line in tariff if line.party == country and line.in_force(on)]
    usual = _usual(mine) or edition_on(on)
    named: dict[str, set[str]] = defaultdict(set)
    for line in mine:
        if len(line.substances) == 1:
            named[line.national_code[:6]].update(line.substances)
    found = []
    for line in sorted(mine, key=lambda entry: entry.national_code):
        hidden = _hidden(line, line.hs_edition or usual, named[line.national_code[:6]], mine)
        if hidden is not None:
            found.append(hidden)
    return found


def hidden_codes(edition: str) -> list[CodeFacts]:
    """Subheadings of an edition that hide a controlled substance among others, where no tariff is loaded."""
    book = nomenclature()
    found = [
        book.facts(code, edition)
        for row in book.relevant
        if row[0] == book.edition(edition)
        for code in row[1:]
    ]
    return [facts for facts in found if facts.controlled == "some" and facts.holds == "pure"]


def read_csv(path: Path, country: str) -> list[Line]:
    """Lines from a CSV with the columns of `national_tariffs`; substances separated by `;`, party optional.

    FileRefused for a file that is not such a table.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused(
            str(path), "it is not UTF-8 text", "save it as CSV UTF-8, or load it as XLSX"
        ) from error
    reader = csv.DictReader(
        text.splitlines(), delimiter=";" if text.split("\n", 1)[0].count(";") > 1 else ","
    )
    missing = [c for c in _COLUMNS[1:] if c not in (reader.fieldnames or ())]
    if missing:
        raise FileRefused(
            str(path), f"no column {', '.join(missing)}", "name the columns as in national_tariffs"
        )
    rows = []
    for row in reader:
        iso3 = party(row["party"]).iso3 if row.get("party") else country
        substances = [s.strip() for s in re.split(r"[;|]", row.get("substances") or "") if s.strip()]
        rows.append({**row, "party": iso3, "substances": substances, "hides_controlled": None})
    try:
        return lines(rows)
    except ValueError as error:
        raise FileRefused(str(path), str(error), "write dates as 2022-01-31") from error


def _range(figures: Sequence[float]) -> Interval:
    return Interval(min(figures), figures[0] if len(figures) == 1 else None, max(figures))


def _line_of(code: str, mine: Sequence[Line]) -> Line | None:
    """The line with the longest code that begins `code`; else the only line that `code` begins."""
    above = [line for line in mine if code.startswith(line.national_code)]
    if above:
        return max(above, key=lambda line: len(line.national_code))
    below = [line for line in mine if line.national_code.startswith(code)]
    return below[0] if len(below) == 1 else None


def _usual(mine: Sequence[Line]) -> str | None:
    """The edition most lines rest on; None where no line names one, or two are equally frequent."""
    counted = Counter(line.hs_edition for line in mine if line.hs_edition).most_common(2)
    if not counted or (len(counted) == 2 and counted[0][1] == counted[1][1]):
        return None
    return counted[0][0]


def _hidden(line: Line, edition: str, named: set[str], mine: Sequence[Line]) -> HiddenLine | None:
    if line.hides_controlled is False or any(
        other is not line and other.national_code.startswith(line.national_code) for other in mine
    ):
        return None
    try:
        facts = code_facts(line.national_code, edition)
    except UnknownName:
        return None
    if facts.controlled is False or len(line.substances) == 1:
        return None
    if line.substances:
        held = tuple(s for s in line.substances if s in facts.controlled_substances)
    else:
        held = tuple(s for s in facts.controlled_substances if s not in named)
    alone = len(facts.controlled_substances) == 1 and facts.controlled is True
    if not held or alone or facts.holds == "mixture":
        return None
    return HiddenLine(line, edition, facts, held, _advice(facts, line))


def _advice(facts: CodeFacts, line: Line) -> str:
    later = nomenclature().edition(max(nomenclature().editions))
    if facts.edition < "2022" and facts.code == "290339":
        return f"adopt the subheadings 2903.41 to 2903.69 of HS {later}, or national lines that name each HFC"
    if line.substances:
        return "one line for each controlled substance, so that licences and statistics can tell them apart"
    return "name each controlled substance on a line of its own, and leave the rest under other"


def _day(value: Any) -> date | None:
    if value is None or value == "":
        return None
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _edition(value: Any) -> str | None:
    return nomenclature().edition(str(value)) if value else None


def _names(value: Any) -> tuple[str, ...]:
    words = [str(v).strip() for v in value] if value else []
    return tuple(w for w in words if w and w.casefold() != "other")
