"""Parties to the Montreal Protocol, their status year by year, and places of trade data that are no Party.

Names are those of the Ozone Secretariat's list. Status changes with the year, so ask `Party.status(year)`;
the plain attributes say how it is now, as far as our copy goes (April 2021, Kigali instruments of 8 October
2023).
"""

from __future__ import annotations

import difflib
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from tradewind.errors import RequestError, UnknownName
from tradewind.languages import LANGUAGES
from tradewind.reference.rows import read

#: What the copies are worth, said wherever a Party's status is shown.
STATUS_AS_OF: Final = (
    "status of Parties as of April 2021, instruments on the Kigali Amendment as of 2023-10-08"
)
WORLD: Final = "WLD"
EUROPEAN_UNION: Final = "EUE"


@dataclass(frozen=True, slots=True)
class Status:
    """How the Protocol treats a Party in one year. `kigali_group` names its schedule for HFCs."""

    year: int
    article5: bool
    kigali_group: str
    eu_member: bool
    source: str
    confidence: str

    @property
    def party_group(self) -> str:
        """`A5` or `non-A5`: the schedule of every group but F."""
        return "A5" if self.article5 else "non-A5"


@dataclass(frozen=True, slots=True)
class Party:
    """A Party; `kigali_in_force` is when the Kigali Amendment binds it, None where no instrument is known."""

    iso3: str
    iso2: str
    m49: str
    name: str
    article5: bool
    kigali_group: str
    kigali_in_force: date | None
    eu_member: bool
    ceit: bool
    high_ambient: bool
    note: str
    source: str
    confidence: str

    def status(self, year: int) -> Status:
        """The status in that year; before the first year of the record, that of its first year."""
        record = _statuses()[self.iso3]
        return next((_status(row, year) for row in reversed(record) if int(row["first_year"]) <= year),
                    _status(record[0], year))  # fmt: skip

    def bound_by_kigali(self, year: int) -> bool | None:
        """Whether HFC limits bind it in that year; None where no instrument is known to our copy."""
        return None if self.kigali_in_force is None else self.kigali_in_force.year <= year

    @property
    def groups(self) -> tuple[str, ...]:
        """Its groups now: `A5` or `non-A5`, then its schedule for HFCs."""
        return tuple(dict.fromkeys(("A5" if self.article5 else "non-A5", self.kigali_group)))


@dataclass(frozen=True, slots=True)
class Place:
    """Anything trade data name as reporter or partner.

    `code` is the ISO3 of a Party or territory, `WLD`, or `m49:899` for an area that is no country. `kind` is
    party, territory, area or world. A territory has no treaty status of its own here; `reported_with` is the
    ISO3 of the Party that reports for it, where the Secretariat's list names one.
    """

    code: str
    iso2: str
    m49: str
    name: str
    kind: str
    reported_with: str
    note: str


def party(code: str) -> Party:
    """The Party of an ISO3, ISO2, M49 or UN Comtrade number, or a name as people write it.

    >>> party("IN").name, party("699").iso3, party("Russia").kigali_group
    ('India', 'IND', 'non-A5 special schedule')

    UnknownName with suggestions where there is none; for a territory it names the Party that reports for it.
    """
    found = place(code)
    if found.kind == "party":
        return _parties()[found.code]
    reporter = _parties().get(found.reported_with)
    raise UnknownName("Party", code, (reporter.name,) if reporter else ())


def parties() -> tuple[Party, ...]:
    """All Parties, by name."""
    return tuple(sorted(_parties().values(), key=lambda p: _key(p.name)))


def by_m49(number: str | int) -> Party | None:
    """The Party of an M49 number or of UN Comtrade's own (699 India, 842 USA, 251 France); None for an area.

    >>> by_m49("699").iso3, by_m49(490)
    ('IND', None)
    """
    code = _index().get(_key(_padded(str(number))))
    return _parties().get(code) if code else None


def place(code: str) -> Place:
    """The place of a code or name: Party, territory (Hong Kong), area (490, 899) or the world (0).

    >>> place("HK").reported_with, place("490").code, place("0").kind
    ('CHN', 'm49:490', 'world')

    UnknownName with suggestions where nothing fits.
    """
    key = _key(_padded(code))
    found = _index().get(key)
    if found is None:
        raise UnknownName("Party or place", code, _near(key))
    return _places()[found]


def place_name(code: str | None) -> str:
    """How a sentence names a code of trade data: as it is written where we do not know it, "" where there is none.

    >>> place_name("KEN"), place_name("imf:163"), place_name(None)
    ('Kenya', 'imf:163', '')
    """
    try:
        return place(code).name if code else ""
    except UnknownName:
        return code or ""


def name_in(which: Party | Place | str, language: str) -> str:
    """The name in one of our languages: the Secretariat's in English, else the UN Statistics Division's.

    >>> name_in("DEU", "fr")
    'Allemagne'
    """
    if language not in LANGUAGES:
        raise RequestError(f"no names in language {language!r}; choose one of {', '.join(LANGUAGES)}")
    found = place(which) if isinstance(which, str) else which
    code = found.iso3 if isinstance(found, Party) else found.code
    row = _six().get(code)
    return row[language] if row and language != "en" else found.name


def centre(code: str) -> tuple[float, float] | None:
    """Latitude and longitude of the point from which lines on a map start, None for an area or the world."""
    row = _centres().get(place(code).code)
    return (float(row["latitude"]), float(row["longitude"])) if row else None


def eu_members(year: int) -> frozenset[str]:
    """ISO3 of the members of the European Union in that year, as the Secretariat counts them."""
    return frozenset(p.iso3 for p in _parties().values() if p.status(year).eu_member)


def _key(name: str) -> str:
    """A spelling-proof key: no accents, no case, letters and digits only."""
    plain = unicodedata.normalize("NFKD", name).casefold().replace("&", " and ").replace("ı", "i")
    return "".join(c for c in plain if c.isalnum()) or name.strip()


def _padded(code: str) -> str:
    """A number as M49 writes it: three digits; `m49:490` loses its scheme."""
    bare = code.strip().removeprefix("m49:")
    return bare.zfill(3) if bare.isascii() and bare.isdigit() else bare


@cache
def _parties() -> dict[str, Party]:
    statuses = _statuses()
    return {
        row["iso3"]: Party(
            row["iso3"], row["iso2"], row["m49"], row["name"], row["article5"] == "yes", row["kigali_group"],
            date.fromisoformat(row["kigali_in_force"]) if row["kigali_in_force"] else None,
            statuses[row["iso3"]][-1]["eu_member"] == "yes", row["ceit"] == "yes",
            row["high_ambient"] == "yes", row["note"], row["source"], row["confidence"],
        )
        for row in read("parties")
    }  # fmt: skip


@cache
def _statuses() -> dict[str, list[dict[str, str]]]:
    record: dict[str, list[dict[str, str]]] = {}
    for row in sorted(read("party_status"), key=lambda r: int(r["first_year"])):
        record.setdefault(row["iso3"], []).append(row)
    return record


def _status(row: dict[str, str], year: int) -> Status:
    return Status(year, row["article5"] == "yes", row["kigali_group"], row["eu_member"] == "yes",
                  row["source"], row["confidence"])  # fmt: skip


@cache
def _places() -> dict[str, Place]:
    found = {p.iso3: Place(p.iso3, p.iso2, p.m49, p.name, "party", "", p.note) for p in _parties().values()}
    for row in read("places"):
        found[row["code"]] = Place(row["code"], row["iso2"], row["m49"], row["name"], row["kind"],
                                   row["reported_with"], row["note"])  # fmt: skip
    return found


@cache
def _index() -> dict[str, str]:
    """Key of every code and name -> code of the place; codes win over names."""
    index: dict[str, str] = {}
    for found in _places().values():
        for word in (found.code.removeprefix("m49:"), found.iso2, found.m49):
            if word:
                index.setdefault(_key(_padded(word)), found.code)
    for row in read("place_names"):
        index.setdefault(_key(_padded(row["name"])), row["code"])
    for found in _places().values():
        index.setdefault(_key(found.name), found.code)
    for row in read("place_names_six"):
        for language in LANGUAGES:
            if language != "en":
                index.setdefault(_key(row[language]), row["code"])
    return index


def _near(key: str) -> tuple[str, ...]:
    """Names of places whose key is close to this one, best first."""
    keys = difflib.get_close_matches(key, [k for k in _index() if len(k) > 3], n=4, cutoff=0.72)
    return tuple(dict.fromkeys(_places()[_index()[k]].name for k in keys))[:3]


@cache
def _six() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in read("place_names_six")}


@cache
def _centres() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in read("country_centres")}
