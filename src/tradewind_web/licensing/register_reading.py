"""A register of licences read from a workbook, and what does not add up in it. The library's readers do the reading."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from tradewind.errors import FileRefused
from tradewind.formats.reading import Instructions
from tradewind.intake import explain
from tradewind.intake import read as read_files
from tradewind_web.agencies.models import Agency
from tradewind_web.licensing.amounts import amount_mg, keys_of
from tradewind_web.licensing.models import Licence, Quota
from tradewind_web.licensing.verifying import same_number
from tradewind_web.traders.models import Trader
from tradewind_web.traders.searching import sort_key

#: Sentences that are kept of one kind; the rest is counted.
MOST_OF_A_KIND: Final = 100
_NAME: Final = "name "
#: Words of a heading over masses.
_MASSES: Final = (
    "(kg)",
    "quantity",
    "mass",
    "weight",
    "quantité",
    "masse",
    "poids",
    "الكمية",
    "الكتلة",
    "количество",
)
#: What keeps a licence from being taken over.
BLOCKING: Final = frozenset(
    {"no_number", "no_mass", "unknown_gas", "no_dates", "ends_before", "known_already"}
)


@dataclass(slots=True)
class LicenceRead:
    """A licence of the file with its lines: designation -> grams."""

    number: str
    row: int
    holder: str
    holder_number: str
    direction: str
    partner: str
    valid_from: date | None
    valid_until: date | None
    year: int | None
    status: str
    lines: dict[str, int] = field(default_factory=dict)
    codes: dict[str, tuple[str, str]] = field(default_factory=dict)
    troubles: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class UseRead:
    """A use of a licence."""

    number: str
    row: int
    declaration: str
    item: int
    on: date | None
    holder_number: str
    substance: str | None
    grams: int
    office: str


@dataclass(frozen=True, slots=True)
class RegisterRead:
    """What the file says."""

    licences: Mapping[str, LicenceRead]
    uses: list[UseRead]
    troubles: list[dict[str, Any]]


def read(path: Path) -> RegisterRead:
    """The licences and uses of a file.

    Raises:
        FileRefused, RequestError: nothing in it can be read as licences.
    """
    said, troubles = Instructions(sender="register", steward="register"), list[dict[str, Any]]()
    try:
        found = read_files([path], said)
    except FileRefused:
        drafted = explain(path).draft
        if drafted is None or drafted.mapping.table not in ("licences", "licence_uses"):
            raise
        # No layout we know: read as its headings suggest, and every guess is told before anything counts.
        mapping = _with_mass(drafted.mapping.as_dict(), list(drafted.headings))
        found = read_files([path], replace(said, mapping=mapping))
        troubles += [{"code": "guessed", "column": c, "field": f} for f, c in mapping["columns"].items()]
        troubles += [{"code": "question", "text": text} for text in drafted.questions]
    troubles += [
        {"code": "refused_row", "row": r.get("row"), "reason": r.get("reason", ""), "mend": r.get("mend", "")}
        for r in found.refused
    ]
    licences: dict[str, LicenceRead] = {}
    rows = found.tables["licences"].to_pylist() if "licences" in found.tables else []
    for row in rows:
        _add(licences, row, troubles)
    used = found.tables["licence_uses"].to_pylist() if "licence_uses" in found.tables else []
    uses = [
        UseRead(
            r["licence_id"] or "", r["source_row"], r["declaration_id"] or "", r["item"] or 1, r["used_on"],
            r["holder_id"] or "", r["substance"], r["used_mass_g"] or 0, r["office"] or "",
        )
        for r in used
    ]  # fmt: skip
    return RegisterRead(licences, uses, troubles)


def _with_mass(mapping: dict[str, Any], headings: list[str]) -> dict[str, Any]:
    """The drafted mapping; where it found no column of masses, the first heading that reads like one, in kg."""
    name = {"licences": "licensed_mass", "licence_uses": "used_mass"}[mapping["table"]]
    if name in mapping["columns"]:
        return mapping
    free = [h for h in headings if h not in mapping["columns"].values()]
    found = next((h for h in free if any(word in h.casefold() for word in _MASSES)), None)
    if found is None:
        return mapping
    columns = {**mapping["columns"], name: found}
    return {**mapping, "columns": columns, "units": {**mapping.get("units", {}), name: "kg"}}


def troubles_of(agency: Agency, said: RegisterRead) -> list[dict[str, Any]]:
    """What does not add up: in the file itself, and against the register, the traders and the quotas of the agency."""
    found = list(said.troubles)
    known = set(
        Licence.objects.filter(party=agency.party, number__in=list(said.licences)).values_list(
            "number", flat=True
        )
    )
    holders = holders_by_number(agency)
    for licence in said.licences.values():
        found += _of_licence(licence, known, holders)
    found += _of_uses(said)
    found += _of_quotas(agency, said, holders)
    return found


def counted(troubles: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The troubles to show, so many of a kind, and how many of each there are."""
    counts = Counter(t["code"] for t in troubles)
    seen: Counter[str] = Counter()
    kept = []
    for trouble in troubles:
        seen[trouble["code"]] += 1
        if seen[trouble["code"]] <= MOST_OF_A_KIND:
            kept.append(trouble)
    return kept, dict(counts)


def holders_by_number(agency: Agency) -> dict[str, Trader]:
    """The agency's own traders by their number, points and spaces left out; and by their name (`holder_of`)."""
    rows = list(
        Trader.objects.filter(owner=agency).exclude(state=Trader.State.FORGOTTEN).order_by("-added_at")
    )
    by_name = {_NAME + t.sort_key: t for t in rows if t.sort_key}
    return by_name | {bare(t.national_number): t for t in rows if t.national_number}


def holder_of(holders: Mapping[str, Trader], licence: LicenceRead) -> Trader | None:
    """The trader that holds a licence of the file: by its number, or by its name where the file has no numbers."""
    return holders.get(holder_key(licence))


def holder_key(licence: LicenceRead) -> str:
    """By what a holder of the file is found."""
    return bare(licence.holder_number) if bare(licence.holder_number) else _NAME + sort_key(licence.holder)


def bare(number: str) -> str:
    """A number as it is compared."""
    return "".join(c for c in number if c.isalnum()).casefold()


def _add(licences: dict[str, LicenceRead], row: Mapping[str, Any], troubles: list[dict[str, Any]]) -> None:
    number = (row["licence_id"] or "").strip()
    if not number:
        troubles.append({"code": "no_number", "row": row["source_row"]})
        return
    licence = licences.get(number)
    if licence is None:
        licence = licences[number] = LicenceRead(
            number, row["source_row"], row["holder"] or "", row["holder_id"] or "", row["direction"] or "import",
            row["partner"] or "", row["valid_from"] or row["issued_on"], row["valid_to"], row["quota_year"],
            row["status"] or "issued",
        )  # fmt: skip
    gas, grams = row["substance"], row["licensed_mass_g"]
    if gas is None:
        licence.troubles.add("unknown_gas")
        troubles.append({
            "code": "unknown_gas", "row": row["source_row"], "number": number, "gas": row["substance_text"] or "",
        })  # fmt: skip
    elif not grams:
        licence.troubles.add("no_mass")
        troubles.append({"code": "no_mass", "row": row["source_row"], "number": number, "gas": gas})
    else:
        licence.lines[gas] = licence.lines.get(gas, 0) + grams
        licence.codes[gas] = (row["hs_edition"] or "", row["hs_code"] or "")


def _of_licence(
    licence: LicenceRead, known: set[str | None], holders: Mapping[str, Trader]
) -> Iterator[dict[str, Any]]:
    here = {"row": licence.row, "number": licence.number}
    if licence.number in known:
        licence.troubles.add("known_already")
        yield {"code": "known_already", **here}
    if licence.valid_from is None or licence.valid_until is None:
        licence.troubles.add("no_dates")
        yield {"code": "no_dates", **here}
    elif licence.valid_until < licence.valid_from:
        licence.troubles.add("ends_before")
        yield {"code": "ends_before", **here}
    if holder_of(holders, licence) is None:
        yield {"code": "unknown_holder", **here, "holder": licence.holder or licence.holder_number}


def _of_uses(said: RegisterRead) -> Iterator[dict[str, Any]]:
    used: dict[tuple[str, str], int] = defaultdict(int)
    for use in said.uses:
        here = {"row": use.row, "number": use.number, "declaration": use.declaration}
        licence = said.licences.get(use.number)
        if licence is None:
            yield {"code": "use_without", **here}
            continue
        gas = gas_of(licence, use)
        if gas is None:
            yield {"code": "use_of_other_gas", **here, "gas": use.substance or ""}
            continue
        used[use.number, gas] += use.grams
        begins, ends = licence.valid_from, licence.valid_until
        if use.on and begins and ends and not begins <= use.on <= ends:
            yield {"code": "use_outside", **here, "on": use.on.isoformat()}
        if (
            use.holder_number
            and licence.holder_number
            and not same_number(use.holder_number, licence.holder_number)
        ):
            yield {"code": "use_by_other", **here, "holder": use.holder_number}
    for (number, gas), grams in used.items():
        allowed = said.licences[number].lines[gas]
        if grams > allowed:
            yield {"code": "use_beyond", "number": number, "gas": gas, "used_g": grams, "allowed_g": allowed}


def gas_of(licence: LicenceRead, use: UseRead) -> str | None:
    """The line of the licence that a use is of; the only one where the use names no gas."""
    if use.substance in licence.lines:
        return use.substance
    return next(iter(licence.lines)) if use.substance is None and len(licence.lines) == 1 else None


def _of_quotas(agency: Agency, said: RegisterRead, holders: Mapping[str, Trader]) -> Iterator[dict[str, Any]]:
    """Imports of one holder in one year that sum to more than its quota."""
    sums: dict[tuple[str, int, str], int] = defaultdict(int)
    years = {_year(licence) for licence in said.licences.values()}
    quotas: dict[tuple[Any, int, str], Quota] = {
        (q.holder_id, q.year, q.group): q
        for q in Quota.objects.filter(owner=agency, year__in=years, holder__isnull=False)
    }
    units = {(year, group): quota.unit for (_h, year, group), quota in quotas.items()}
    for licence in said.licences.values():
        year = _year(licence)
        if licence.direction != "import":
            continue
        for gas, grams in licence.lines.items():
            for key in keys_of(gas):
                if (year, key) in units:
                    drawn = amount_mg(gas, key, units[year, key], grams)
                    sums[holder_key(licence), year, key] += drawn
    for (number, year, group), amount in sums.items():
        trader = holders.get(number)
        quota = quotas.get((trader.pk, year, group)) if trader else None
        allotted = quota.allotted_mg if quota else 0
        if amount > allotted:
            yield {
                "code": "over_quota", "holder": trader.name if trader else number.removeprefix(_NAME),
                "year": year, "group": group, "unit": units[year, group], "amount_mg": amount,
                "allotted_mg": allotted,
            }  # fmt: skip


def _year(licence: LicenceRead) -> int:
    """The quota year; 0 where nothing says it."""
    return licence.year or (licence.valid_from.year if licence.valid_from else 0)
