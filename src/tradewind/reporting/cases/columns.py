"""The eight columns in which the Ozone Secretariat publishes reported cases, and the record back out of them.

The columns are free text. Each of ours is text that a person reads as such and that gives the record back to the
letter: segments `Label: value` between `; `, parts of a value between ` | `, and a backslash before a sign that would
otherwise divide. Figures that follow from the record (CO2 equivalent, ODP tonnes) are told and not read back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from tradewind.errors import TradewindError, UnknownName
from tradewind.quantities import Interval
from tradewind.reference.parties import place
from tradewind.reporting.cases.report import CaseReport, Mass, Traded

#: As published on the country profiles of the Ozone Secretariat.
COLUMNS: Final = (
    "Party", "Seizure date/year", "Substances traded", "Volume", "Importing/exporting country", "Illegal trade details",
    "Action taken", "Remarks",
)  # fmt: skip
NOT_SPECIFIED: Final = "Not specified"
_SIGNS: Final = re.compile(r"[\\;|:()\n\r\t]|^\s|\s$|^$|[\u2028\u2029\x0b\x0c\x1c-\x1f\x85\x00]")
_ESCAPE: Final = re.compile(r"\\(u[0-9a-f]{6}|.)", re.DOTALL)
_MASS: Final = re.compile(
    r"(\d+)(?:\.(\d{3}))?(?:-(\d+)(?:\.(\d{3}))?)?(?: best (\d+)(?:\.(\d{3}))?)? kg(?: (.*))?", re.DOTALL
)
_COUNT: Final = re.compile(rf"(?:(\d+)|{NOT_SPECIFIED}) containers(?: (.*))?", re.DOTALL)
#: Field of the record -> column and label, in the order they are told.
_TOLD: Final[Mapping[str, tuple[str, str]]] = {
    "what": ("Illegal trade details", "What happened"), "place": ("Illegal trade details", "Where"),
    "methods": ("Illegal trade details", "Methods"), "found": ("Illegal trade details", "Found by"),
    "declared_as": ("Illegal trade details", "Declared as"), "transport": ("Illegal trade details", "Transport"),
    "details": ("Illegal trade details", "Details"), "exporter": ("Importing/exporting country", "Exporting country"),
    "importer": ("Importing/exporting country", "Importing country"), "route": ("Importing/exporting country", "Via"),
    "action": ("Action taken", "Action"), "outcome": ("Action taken", "Outcome"),
    "legal_basis": ("Action taken", "Legal basis"), "is_proven": ("Action taken", "Proven"),
    "is_on_market": ("Action taken", "Placed on the own market"), "case": ("Remarks", "Case"),
    "agency": ("Remarks", "Reported by"), "causes": ("Remarks", "Causes"),
    "addressed": ("Remarks", "How addressed"), "remarks": ("Remarks", "Remarks"),
}  # fmt: skip
_LISTS: Final = ("methods", "route")
_PLACES: Final = ("exporter", "importer")


class ColumnsUnreadable(TradewindError):
    """Text in the eight columns that is not of our writing, or was changed: its column and what is wrong."""

    def __init__(self, column: str, wrong: str) -> None:
        self.column = column
        super().__init__(f"the column “{column}” does not give the case back: {wrong}")


def columns_of(report: CaseReport) -> dict[str, str]:
    """The eight columns of a case, in their order."""
    found = dict.fromkeys(COLUMNS, "")
    found["Party"] = _place(report.party)
    found["Seizure date/year"] = report.when or NOT_SPECIFIED
    found["Substances traded"] = " | ".join(map(_substance, report.substances)) or NOT_SPECIFIED
    found["Volume"] = " | ".join(map(_volume, report.substances)) or NOT_SPECIFIED
    segments: dict[str, list[str]] = {name: [] for name in COLUMNS}
    for name, (column, label) in _TOLD.items():
        if text := _text(name, getattr(report, name)):
            segments[column].append(f"{label}: {text}")
    segments["Remarks"] += _recomputed(report)
    return {name: found[name] or "; ".join(segments[name]) or NOT_SPECIFIED for name in COLUMNS}


def case_of(columns: Mapping[str, str]) -> CaseReport:
    """The record of columns written by `columns_of`.

    Raises:
        ColumnsUnreadable: a column is missing, is of another's writing, or its digest says that it was changed.
    """
    missing = [name for name in COLUMNS if name not in columns]
    if missing:
        raise ColumnsUnreadable(missing[0], "it is missing")
    labels = {told: name for name, told in _TOLD.items()}
    said: dict[str, object] = {"what": ""}
    digest = ""
    for column in COLUMNS[4:]:
        for label, text in _segments(column, columns[column]):
            if label == "Record":
                digest = text.removeprefix("sha256 ")
            elif (name := labels.get((column, label))) is not None:
                said[name] = _value(name, text, column)
    when = columns["Seizure date/year"]
    try:
        report = CaseReport(
            **{"case": "", "agency": "", **said},  # type: ignore[arg-type]
            party=_code(columns["Party"]), when="" if when == NOT_SPECIFIED else when,
            substances=_substances(columns["Substances traded"], columns["Volume"]),
        )  # fmt: skip
    except ValueError as error:
        raise ColumnsUnreadable("Seizure date/year", str(error)) from error
    if report.digest != digest:
        raise ColumnsUnreadable("Remarks", "the text was changed after it was written; use the record itself")
    return report


def _text(name: str, value: object) -> str:
    if name in ("is_proven", "is_on_market"):
        return "" if value is None else "yes" if value else "no"
    if isinstance(value, tuple):
        return " | ".join(_place(v) if name == "route" else _escaped(v) for v in value)
    text = str(value)
    return "" if not text else _place(text) if name in _PLACES else _escaped(text)


def _value(name: str, text: str, column: str) -> object:
    if name in ("is_proven", "is_on_market"):
        if text not in ("yes", "no"):
            raise ColumnsUnreadable(column, f"“{text}” is neither yes nor no")
        return text == "yes"
    if name in _LISTS:
        return tuple(_code(part) if name == "route" else _plain(part) for part in _split(text, " | "))
    return _code(text) if name in _PLACES else _plain(text)


def _recomputed(report: CaseReport) -> Iterator[str]:
    """What follows from the record: told to the reader, not read back. The digest proves the rest unchanged."""
    for label, figure in (("CO2 equivalent, t", report.co2e_t()), ("ODP, t", report.odp_t())):
        if figure is not None:
            yield f"{label}: {_figure(figure)}{'' if report.is_whole else ' (of the lines with a mass)'}"
    if report.is_on_market is False:
        yield "Note: not placed on the own market, so not counted as consumption (XIV/7, XXXIV/8)"
    yield f"Record: sha256 {report.digest}"


def _figure(figure: Interval) -> str:
    if figure.low == figure.high:
        return f"{figure.low:.3f}"
    return f"{figure.low:.3f} to {figure.high:.3f}"


def _substance(line: Traded) -> str:
    label = f" (label {_escaped(line.label_says)})" if line.label_says else ""
    return _escaped(line.substance) + label


def _volume(line: Traded) -> str:
    parts = []
    if line.mass is not None:
        low, high, mid = line.mass.low_g, line.mass.high_g, line.mass.mid_g
        text = _kilos(low) if low == high and mid == low else f"{_kilos(low)}-{_kilos(high)}"
        best = f" best {_kilos(mid)}" if mid is not None and not line.mass.is_exact else ""
        basis = f" {_escaped(line.mass.basis)}" if line.mass.basis else ""
        parts.append(f"{text}{best} kg{basis}")
    if line.containers is not None or line.container_kind:
        count = NOT_SPECIFIED if line.containers is None else f"{line.containers}"
        kind = f" {_escaped(line.container_kind)}" if line.container_kind else ""
        parts.append(f"{count} containers{kind}")
    return "; ".join(parts) or NOT_SPECIFIED


def _substances(names: str, volumes: str) -> tuple[Traded, ...]:
    if names == NOT_SPECIFIED:
        return ()
    written, amounts = _split(names, " | "), _split(volumes, " | ")
    if len(written) != len(amounts):
        raise ColumnsUnreadable("Volume", "it has not one figure for each substance")
    return tuple(_with_volume(_traded(name), volume) for name, volume in zip(written, amounts, strict=True))


def _traded(text: str) -> Traded:
    name, *label = _split(text, " (label ", 1)
    return Traded(_plain(name), _plain(label[0].removesuffix(")")) if label else "")


def _with_volume(line: Traded, text: str) -> Traded:
    if text == NOT_SPECIFIED:
        return line
    for part in _split(text, "; "):
        if found := _MASS.fullmatch(part):
            low = _grams(found[1], found[2])
            high = _grams(found[3], found[4]) if found[3] else low
            mid = _grams(found[5], found[6]) if found[5] else None if found[3] else low
            line = replace(line, mass=Mass(low, mid, high, _plain(found[7] or "")))
        elif found := _COUNT.fullmatch(part):
            count = int(found[1]) if found[1] else None
            line = replace(line, containers=count, container_kind=_plain(found[2] or ""))
        else:
            raise ColumnsUnreadable("Volume", f"“{part}” is no mass and no number of containers")
    return line


def _kilos(grams: int) -> str:
    whole, rest = divmod(grams, 1000)
    return f"{whole}.{rest:03}" if rest else str(whole)


def _grams(whole: str, rest: str | None) -> int:
    return int(whole) * 1000 + int(rest or 0)


def _segments(column: str, text: str) -> Iterator[tuple[str, str]]:
    if text == NOT_SPECIFIED:
        return
    for segment in _split(text, "; "):
        label, *value = _split(segment, ": ", 1)
        if not value:
            raise ColumnsUnreadable(column, f"“{segment}” has no label")
        yield label, value[0]


def _split(text: str, between: str, most: int = 0) -> list[str]:
    """The text between separators that no backslash stands before; at most so many cuts, 0 for all."""
    parts: list[str] = []
    start = at = 0
    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text.startswith(between, at) and (not most or len(parts) < most):
            parts.append(text[start:at])
            start = at = at + len(between)
        else:
            at += 1
    return [*parts, text[start:]]


def _escaped(text: str) -> str:
    """The text with every sign that divides, and every space at an end, written so that it does not."""
    return f"\\{text}" if text == NOT_SPECIFIED else _SIGNS.sub(lambda m: _coded(m.group()), text)


def _coded(sign: str) -> str:
    if sign in tuple("\\;|:()"):
        return f"\\{sign}"
    return f"\\u{ord(sign):06x}" if sign else "\\-"


def _plain(text: str) -> str:
    def one(match: re.Match[str]) -> str:
        code = match.group(1)
        return chr(int(code[1:], 16)) if len(code) > 1 else "" if code == "-" else code

    return _ESCAPE.sub(one, text)


def _place(code: str) -> str:
    """`Paraguay (PRY)`: the name for people, the code to read it back by."""
    try:
        name = place(code).name if code else ""
    except UnknownName:
        name = ""
    return f"{_escaped(name)} ({_escaped(code)})" if name else f"({_escaped(code)})"


def _code(text: str) -> str:
    return _plain(_split(f" {text}", " (")[-1].removesuffix(")"))
