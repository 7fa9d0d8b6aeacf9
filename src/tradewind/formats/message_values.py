"""What customs messages say in codes: moments, countries, masses with a unit, procedures."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final

from tradewind.formats.cells import REC20
from tradewind.formats.naming import place_code
from tradewind.formats.sheets import Cell
from tradewind.formats.xml_parts import Part

#: UNTDID 2379 formats of WCO messages: 102 is a day, 203 and 204 a local moment, 304 a moment with its zone.
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?")
_CALENDAR: Final = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?"
)
#: First digit of a customs procedure (Kyoto Convention; ASYCUDA and the Union use the same): what it is.
_REGIMES: Final = {"1": "export", "2": "export", "3": "re-export", "4": "import", "5": "import", "6": "returned",
                   "7": "warehouse", "8": "transit"}  # fmt: skip
_BY_TYPE: Final = {"IM": "import", "EX": "export", "CO": "import", "EU": "import", "TR": "transit", "T1": "transit",
                   "T2": "transit", "T-": "transit", "TI": "transit", "RE": "re-export", "WH": "warehouse"}  # fmt: skip
#: Northern Ireland's customs code; the place lists know its country.
_CUSTOMS_PLACES: Final = {"XI": "GB", "UK": "GB", "EL": "GR", "XU": "GB"}


def day_of(text: str | None) -> Cell:
    """The day of a moment; text that is none stays, so that its row is refused with a reason.

    >>> day_of("20200117133013Z"), day_of("2023-04-03T10:18:16"), day_of("soon")
    (datetime.date(2020, 1, 17), datetime.date(2023, 4, 3), 'soon')
    """
    if text is None:
        return None
    parts = _parts(text)
    try:
        return date(*parts[:3]) if parts else text
    except ValueError:
        return text


def moment_of(text: str | None) -> str | None:
    """A moment as ISO 8601, in UTC where it tells its zone; None where it is none.

    >>> moment_of("20230605174858+01"), moment_of("2023-04-03T10:18:16")
    ('2023-06-05T16:48:58Z', '2023-04-03T10:18:16')
    """
    parts = _parts(text) if text else None
    if parts is None or text is None:
        return None
    zone = _zone(text.strip())
    try:
        if zone is None:
            return datetime(*parts).isoformat()  # noqa: DTZ001 - the message tells no zone
        iso = f"{parts[0]:04}-{parts[1]:02}-{parts[2]:02}T{parts[3]:02}:{parts[4]:02}:{parts[5]:02}{zone}"
        return datetime.fromisoformat(iso).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return None


def _parts(text: str) -> tuple[int, int, int, int, int, int] | None:
    found = _COMPACT.fullmatch(text.strip()) or _CALENDAR.fullmatch(text.strip())
    if not found:
        return None
    year, month, day, hour, minute, second = (int(g or 0) for g in found.groups()[:6])
    return year, month, day, hour, minute, second


def _zone(text: str) -> str | None:
    found = _COMPACT.fullmatch(text) or _CALENDAR.fullmatch(text)
    zone = found[7] if found else None
    if zone is None:
        return None
    digits = zone.replace(":", "")
    return "+00:00" if zone == "Z" else f"{digits[:3]}:{digits[3:] or '00'}"


def country(text: str | None) -> str | None:
    """ISO3 of a country as customs write it; one that is unknown stays as `iso:<text>`.

    >>> country("XI"), country("JM"), country("st")
    ('GBR', 'JAM', 'iso:st')
    """
    if not text:
        return None
    return place_code(_CUSTOMS_PLACES.get(text.strip().upper(), text.strip()), "iso")


def mass(part: Part | None) -> str | None:
    """A mass in kg, or with its unit where the element states another one; the element counts as read."""
    if part is None or not part.text:
        return None
    part.is_read = True
    unit = next((v for k, v in part.attributes.items() if k.casefold() in ("unitcode", "unit", "uom")), "KGM")
    known = REC20.get(unit.split("#")[0].casefold(), unit)
    return part.text if known == "kg" else f"{part.text} {known}"


def money(part: Part | None) -> tuple[str | None, str | None]:
    """An amount and its currency; the element counts as read."""
    if part is None or not part.text:
        return None, None
    part.is_read = True
    return part.text, next((v for k, v in part.attributes.items() if k.casefold() == "currencyid"), None)


def regime(procedure: str | None, kind: str | None) -> str | None:
    """The regime a procedure code or else a type of declaration stands for; None where neither tells.

    >>> regime("7800", "IMA"), regime(None, "EXD"), regime("4000", "IM")
    ('free zone', 'export', 'import')
    """
    code = (procedure or "").strip()
    if code.startswith("78"):
        return "free zone"
    if code[:1] in _REGIMES:
        return _REGIMES[code[:1]]
    return _BY_TYPE.get((kind or "").strip().upper()[:2])


def total(texts: list[str]) -> str | None:
    """The sum of whole numbers as text; where one is none, that one as it stands, so that it is refused."""
    if not texts:
        return None
    odd = next((t for t in texts if not re.fullmatch(r"\d{1,12}(\.0*)?", t)), None)
    return odd if odd is not None else str(sum(int(float(t)) for t in texts))


def joined(texts: list[str], between: str = "; ") -> str | None:
    """Texts as one, each once; None for none."""
    return between.join(dict.fromkeys(t for t in texts if t)) or None


def address(part: Part | None) -> str | None:
    """An address in one line, in the order of the message, without its country."""
    if part is None:
        return None
    lines = []
    for piece in part.parts:
        if piece.text and not piece.key.startswith("country"):
            piece.is_read = True
            lines.append(piece.text)
    return joined(lines, ", ")
