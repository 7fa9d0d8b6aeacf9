"""Which field a column holds, by its heading and by what stands under it; and which table the columns make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from rapidfuzz import fuzz, process

from tradewind.formats.cells import REC20, Habits, Named, read_column
from tradewind.formats.fields import OFFICES, Field, Office
from tradewind.formats.sheets import Cell, as_text, header_key
from tradewind.formats.template_text import KINDS, TITLES
from tradewind.formats.values import CalendarUnknown, DateOrderUnknown, DecimalMark, Unreadable, unit_in_kg
from tradewind.formats.vocabulary import headings, plain_key
from tradewind.languages import LANGUAGES, translator

#: Distinct cells tried per column: enough to tell a date from a code, few enough for a wide register.
_TRIED: Final = 25
#: Below it two headings only share letters; tried on misspelt headings of the tests.
_SIMILAR: Final = 84.0
_ASSIGNED_FROM: Final = 45.0
#: Tables whose scores are closer than this are both named.
_RIVAL_WITHIN: Final = 0.9
_PROBES: Final = {
    kind: Field("probe", kind, ("probe",))
    for kind in ("day", "number", "mass", "code", "place", "substance", "year")
}
_MARKS: Final[tuple[DecimalMark, ...]] = (".", ",")
_NUMBERS: Final = frozenset({"mass", "number", "whole", "money"})
#: Words of titles and file names that tell the table, beside the templates' own titles.
_TITLE_WORDS: Final = {
    "licences": "licence license permit permis licencia лиценз رخص ترخيص 许可",
    "quotas": "quota contingent cuota cupo квот حصص 配额 allocation",
    "declarations": "declaration customs entries clearance douane aduana asycuda декларац таможен جمرك 报关 海关",
    "inspections": "inspection control contrôle inspección досмотр تفتيش 查验",
    "seizures": "seizure saisie incautac decomiso изъят ضبط 查获 扣押 smuggl",
    "prices": "price prix precio цен أسعار 价格",
    "national_tariffs": "tariff book tarif arancel тариф تعريفة 税则",
    "trade_flows": "trade statistics foreign trade commerce extérieur comercio внешняя торговля 贸易统计",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column looked at. `shares` says, by kind, what part of its cells reads as that kind."""

    name: str
    cells: tuple[Cell, ...]
    shares: Mapping[str, float]
    distinct: float
    filled: float
    has_units: bool


@dataclass(frozen=True, slots=True)
class Guess:
    """A table and its columns by field, each with a score of 0 to 100; `doubts` by field; `rival` is the
    table it could also be."""

    office: Office
    score: float
    columns: Mapping[str, tuple[Column, float]]
    doubts: Mapping[str, str]
    rival: str | None


def profile(name: str, cells: Sequence[Cell]) -> Column:
    """What a column holds, from a few of its distinct cells."""
    said = [c for c in cells if c is not None]
    kinds = list(dict.fromkeys((c.__class__, c) for c in said))
    tried = [c for _, c in kinds[:_TRIED]]
    shares = {kind: _share(probe, tried) for kind, probe in _PROBES.items()}
    units = [c for c in tried if isinstance(c, str) and any(ch.isdigit() for ch in c)
             and is_unit_of_mass(c.rstrip(" .").split()[-1])]  # fmt: skip
    return Column(
        name, tuple(cells), shares, len(kinds) / len(said) if said else 0.0,
        len(said) / len(cells) if cells else 0.0, bool(tried) and len(units) > len(tried) / 2,
    )  # fmt: skip


def _share(probe: Field, cells: Sequence[Cell]) -> float:
    if not cells:
        return 0.0
    if probe.kind == "place":
        cells = [c if isinstance(c, str) and 1 < len(c) < 50 and not c.isdigit() else None for c in cells]
    return max(_good(probe, cells, mark) for mark in _MARKS) / len(cells)


def _good(probe: Field, cells: Sequence[Cell], decimal: DecimalMark) -> int:
    """Cells that read as the kind of the probe; dates whose order or calendar is not known are dates."""
    values, faults = read_column(probe, cells, Habits(units={"probe": "kg"}, decimal=decimal))
    good = sum(v is not None and (not isinstance(v, Named) or v.designation is not None) for v in values)
    if probe.kind in ("day", "year"):
        good += sum(isinstance(f.error, DateOrderUnknown | CalendarUnknown) for f in faults)
    return good


def is_unit_of_mass(word: str) -> bool:
    """Whether a word is a unit of mass, in any language or as UN/ECE code."""
    try:
        unit_in_kg(REC20.get(word.strip().casefold(), word))
    except Unreadable:
        return False
    return True


def guess_table(columns: Sequence[Column], above: str) -> Guess:
    """The table that the columns make best, with what is doubtful about it."""
    by_heading = [_by_heading(c.name) for c in columns]
    guesses = [_guess(side, columns, by_heading, above) for side in OFFICES.values()]
    guesses.sort(key=lambda g: -g.score)
    best, second = guesses[0], guesses[1]
    close = second.score > 0 and second.score >= _RIVAL_WITHIN * best.score
    return Guess(best.office, best.score, best.columns, best.doubts, second.office.table if close else None)


@cache
def _by_heading(name: str) -> Mapping[str, float]:
    """Fields a heading can stand for, each with how sure it is, 0 to 100."""
    key = plain_key(name)
    if not key:
        return {}
    known = headings()
    words = [w for w in key.split() if not is_unit_of_mass(w)]
    bare = " ".join(words) or key
    scores: dict[str, float] = {}
    for spelling, sure in (
        (key, 100.0),
        (bare, 97.0),
        *((part, 96.0 if " " in part else 88.0) for part in _parts(name)),
    ):
        for field in known.get(spelling, ()):
            # "Quantity" can be a licensed, a net or a seized mass: "Net mass" beside it says more.
            vague = min(5.0 * (len(known[spelling]) - 1), 15.0)
            scores[field] = max(scores.get(field, 0.0), sure - vague)
    if not scores:
        for near, ratio, _ in process.extract(
            bare, list(known), scorer=fuzz.WRatio, limit=12, score_cutoff=_SIMILAR
        ):
            whole = fuzz.ratio(bare, near)
            if len(near) > 3 and (whole >= 75 or len(near) >= 6):
                for field in known[near]:
                    scores[field] = max(scores.get(field, 0.0), 0.55 * ratio + 0.3 * whole)
    return scores


def _parts(name: str) -> list[str]:
    """The lower heading of two, and either side of a slash: "Mass / net", "Poids net / Net weight"."""
    parts = [plain_key(p) for p in name.split("/")]
    return [" ".join(reversed(parts)), *reversed(parts)] if len(parts) > 1 and all(parts) else []


def _guess(
    side: Office, columns: Sequence[Column], by_heading: Sequence[Mapping[str, float]], above: str
) -> Guess:
    ranked = sorted(
        (
            (_score(field, column, heading.get(field.name, 0.0)), -order, -place, field, column)
            for place, (column, heading) in enumerate(zip(columns, by_heading, strict=True))
            for order, field in enumerate(side.fields)
            if column.name
        ),
        key=lambda scored: scored[:3],
        reverse=True,
    )
    taken: dict[str, tuple[Column, float]] = {}
    used: dict[str, str] = {}
    doubts: dict[str, str] = {}
    for score, _, _, field, column in ranked:
        if score < _ASSIGNED_FROM:
            break
        if field.name in taken:
            mine = taken[field.name]
            if column.name not in used and score > 0.93 * mine[1] and field.kind not in ("text", "texts"):
                doubts.setdefault(field.name, f'column "{column.name}" could hold it as well')
            continue
        if column.name in used:
            continue
        taken[field.name] = (column, score)
        used[column.name] = field.name
    for name in [n for n in doubts if any(c in doubts[n] for c in (f'"{u}"' for u in used))]:
        del doubts[name]
    _units_of_counts(side, columns, by_heading, taken, used)
    order = {f.name: i for i, f in enumerate(side.fields)}
    sorted_columns = dict(sorted(taken.items(), key=lambda item: order[item[0]]))
    return Guess(side, _table_score(side, taken, above), sorted_columns, doubts, None)


def _units_of_counts(
    side: Office,
    columns: Sequence[Column],
    by_heading: Sequence[Mapping[str, float]],
    taken: dict[str, tuple[Column, float]],
    used: Mapping[str, str],
) -> None:
    """A column of units that counts packages belongs to a quantity beside the masses, not to the masses."""
    unit = taken.get("mass_unit")
    if unit is None or any(isinstance(c, str) and is_unit_of_mass(c) for c in unit[0].cells):
        return
    masses = {f.name for f in side.fields if f.kind == "mass"}
    for column, heading in zip(columns, by_heading, strict=True):
        if column.name not in used and masses & set(heading):
            del taken["mass_unit"]
            if any(f.name == "packages" for f in side.fields) and "packages" not in taken:
                taken["packages"] = (column, 75.0)
                taken.setdefault("package_kind", (unit[0], 75.0))
            return


def _score(field: Field, column: Column, heading: float) -> float:
    """How well a column serves as a field: its heading, weighed by whether its contents agree."""
    agrees = _agreement(field, column)
    if heading:
        return heading * agrees
    # Contents alone are enough where nothing else looks like them.
    if field.name == "substance" and column.shares["substance"] >= 0.7 and column.shares["place"] < 0.5:
        return 62.0
    if field.kind == "code" and column.shares["code"] >= 0.8 and _starts_like_a_refrigerant(column):
        return 62.0
    return 0.0


def _starts_like_a_refrigerant(column: Column) -> bool:
    """Codes of halogenated hydrocarbons and their mixtures begin with 2903, 3824 or 3827."""
    texts = [as_text(c).replace(".", "").replace(" ", "") for c in column.cells if c is not None]
    return bool(texts) and sum(t.startswith(("2903", "3824", "3827")) for t in texts) >= len(texts) / 2


def _agreement(field: Field, column: Column) -> float:
    """1 where the contents are of the field's kind, less where they are not; empty columns say little."""
    if column.filled == 0:
        return 0.7
    share = column.shares
    if field.kind in _NUMBERS:
        dated = share["day"] >= 0.8 and share["number"] < 0.5
        return 0.2 if dated else 1.0 if max(share["number"], share["mass"]) >= 0.5 else 0.3
    if field.kind in ("day", "span"):
        return 1.0 if share["day"] >= 0.5 else 0.2
    if field.kind == "year":
        return 1.0 if share["year"] >= 0.5 else 0.2
    if field.kind in ("code", "national"):
        longer = _mostly_long(column)
        return (0.9 if longer == (field.kind == "code") else 1.0) if share["code"] >= 0.4 else 0.3
    if field.kind in ("place", "places"):
        return 1.0 if share["place"] >= 0.4 else 0.35
    if field.kind == "substance":
        return 1.0 if share["substance"] >= 0.3 else 0.7
    if field.kind == "mass_unit":
        units = [c for c in column.cells if isinstance(c, str)]
        return 1.0 if units and share["number"] < 0.2 and column.distinct < 0.5 else 0.2
    if field.kind == "id":
        dated = share["day"] >= 0.8 and share["number"] <= 0.8
        return 0.5 if dated or _mostly_words(column) else 1.0
    if field.kind == "text":
        return 0.6 if share["number"] >= 0.9 and field.name not in ("office", "hs_code") else 1.0
    return 1.0


def _mostly_long(column: Column) -> bool:
    texts = ["".join(d for d in as_text(c) if d.isdigit()) for c in column.cells if c is not None]
    return sum(len(t) > 6 for t in texts) > len(texts) / 2


def _mostly_words(column: Column) -> bool:
    """Names rather than numbers: most cells have a space and no digit."""
    texts = [as_text(c) for c in column.cells if c is not None]
    return sum(" " in t and not any(d.isdigit() for d in t) for t in texts) > len(texts) / 2


@cache
def _shared_by(field: str) -> int:
    return sum(any(f.name == field for f in side.fields) for side in OFFICES.values())


def _table_score(side: Office, taken: Mapping[str, tuple[Column, float]], above: str) -> float:
    """Columns found, those few tables have counting more; less for what must be there and is not."""
    score = sum(s * (0.5 + 1 / _shared_by(name)) for name, (_, s) in taken.items())
    for field in side.fields:
        if field.required and field.name not in taken:
            score -= 60.0
    if side.one_of and not set(side.one_of) & set(taken):
        score -= 90.0
    said = header_key(above)
    return score + (80.0 if any(word in said for word in _title_words(side.table)) else 0.0)


@cache
def _title_words(table: str) -> tuple[str, ...]:
    kinds = [kind for kind, of in KINDS.items() if of == table]
    titles = [header_key(translator("formats", lang)(TITLES[k])) for k in kinds for lang in LANGUAGES]
    return tuple({*titles, *_TITLE_WORDS.get(table, "").split()} - {""})
