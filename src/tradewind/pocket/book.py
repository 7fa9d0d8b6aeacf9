"""What the pocket page knows: entries, the names they are found by, packages, papers and telephone numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from tradewind import reference
from tradewind.errors import RequestError, UnknownName
from tradewind.languages import Translate, translator
from tradewind.reference.hs import edition_on
from tradewind.reference.limits import phase_out_date
from tradewind.reference.names import all_names, name_index, normalise
from tradewind.reference.packages import cylinders, un_number
from tradewind.reference.parties import Party, name_in, party

_TOXIC: Final = frozenset({"2.3", "6.1"})


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call: the role and the number or address, as the office wrote them."""

    role: str
    reach: str

    @property
    def dial(self) -> str | None:
        """The number as a telephone takes it; None where `reach` is not only a number."""
        number = re.sub(r"[\s()./-]", "", self.reach)
        return number if re.fullmatch(r"\+?[0-9]{3,15}", number) else None


@dataclass(frozen=True, slots=True)
class Entry:
    """One substance or blend as the page shows it; `names` are normalised search keys."""

    designation: str
    name: str
    controlled: bool
    groups: tuple[str, ...]
    here: str
    hs_codes: tuple[str, ...]
    national_codes: tuple[str, ...]
    un_number: str
    cas: str
    parts: tuple[str, ...]
    packages_kg: tuple[float, ...]
    caution: str
    confidence: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """All the page holds, for one Party, one language and one day."""

    party: Party
    party_name: str
    language: str
    made_on: date
    edition: str
    entries: tuple[Entry, ...]
    brands: tuple[str, ...]
    packages: tuple[tuple[str, float], ...]
    contacts: tuple[Contact, ...]


def assemble(
    party_code: str,
    *,
    language: str,
    today: date,
    contacts: Sequence[Contact] = (),
    tariff: Iterable[Mapping[str, Any]] = (),
) -> Book:
    """The book for a Party and a language on a day.

    `tariff` holds rows of `national_tariffs`; without them the HS code stands alone and the page says so.
    Raises UnknownName for a Party that is none, RequestError for a language without texts.
    """
    say = translator("pocket", language)
    for contact in contacts:
        if not contact.role.strip() or not contact.reach.strip():
            raise RequestError('a contact needs a role and a number: --contact "Ozone unit=+254 20 ..."')
    country = party(party_code)
    national = _national_codes(tariff, country.iso3, today)
    sizes = _sizes()
    names = _names_by_designation()
    edition = edition_on(today)
    entries = []
    for entry in (*reference.all_substances(), *reference.all_blends()):
        codes = tuple(c.replace(".", "") for c in entry.hs.get(edition, ()))
        entries.append(
            Entry(
                designation=entry.designation,
                name=entry.name or "",
                controlled=entry.controlled,
                groups=tuple(entry.groups),
                here=_here(entry, country, today, say),
                hs_codes=codes,
                national_codes=tuple(n for n in national.get(entry.designation, ())),
                un_number=entry.un_number or "",
                cas=entry.cas or "",
                parts=tuple(f"{part} {fraction * 100:g} %" for part, fraction in entry.components),
                packages_kg=tuple(sorted(sizes.get(entry.designation, ()))),
                caution=_caution(entry, say),
                confidence=_grade(entry.confidence, say),
                names=tuple(sorted(names[entry.designation])),
            )
        )
    entries.sort(key=lambda e: (not e.controlled, len(e.designation), e.designation))
    return Book(
        party=country,
        party_name=name_in(country, language),
        language=language,
        made_on=today,
        edition=edition,
        entries=tuple(entries),
        brands=tuple(sorted({normalise(row.name) for row in all_names() if row.kind == "brand"})),
        packages=_package_list(),
        contacts=tuple(contacts),
    )


def _here(entry: reference.Entry, country: Party, today: date, say: Translate) -> str:
    """What the treaty says of a new import of this substance into this Party today; national law may say more."""
    if not entry.controlled:
        return say("Not controlled by the Montreal Protocol. National rules may still apply.")
    ended = [
        (group, day)
        for group in entry.groups
        if (day := phase_out_date(group, country.iso3, today.year)) is not None and day <= today
    ]
    if ended:
        group, day = max(ended, key=lambda pair: pair[1])
        return say(
            "Controlled (group %(group)s). New substance for ordinary use has not been allowed here since"
            " %(year)s. Reclaimed gas, feedstock and exempted uses can be lawful: ask before you act."
        ) % {"group": group, "year": day.year}
    return say("Controlled (group %(group)s). It needs a licence for this shipment or this importer.") % {
        "group": ", ".join(entry.groups)
    }


def _caution(entry: reference.Entry, say: Translate) -> str:
    """The safety stop of its classes; a class we do not know is said to be unknown, never safe."""
    un_class, safety = _un_class(entry.un_number), entry.safety_class or ""
    if un_class in _TOXIC or safety.startswith("B"):
        return say("Toxic. Stay upwind, do not touch or open, call the fire service.")
    if un_class == "2.1" or safety[1:].startswith(("2", "3")):
        return say("Flammable gas. No flame, no spark, no telephone near an open valve.")
    if un_class == "2.2":
        return say("Gas under pressure: it displaces air. Ventilate, keep upright, keep cool.")
    return say("Danger class not in our data: treat as flammable and toxic until you know.")


def _grade(confidence: str, say: Translate) -> str:
    """How sure the reference is, in the reader's language; an unlisted grade stays as it is written."""
    grades = {
        "two sources": say("two independent sources"),
        "one source": say("one source"),
        "memory": say("from memory, not verified"),
    }
    return grades.get(confidence, confidence)


def _un_class(number: str | None) -> str:
    """The class of a UN number, empty where we hold none."""
    try:
        return un_number(number).un_class if number else ""
    except UnknownName:
        return ""


def _names_by_designation() -> dict[str, set[str]]:
    """Normalised names that point to a designation."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, designations in name_index().items():
        for designation in designations:
            found[designation].add(name)
    return found


def _sizes() -> dict[str, set[float]]:
    """Usual net masses per designation, from the table of cylinders."""
    found: dict[str, set[float]] = defaultdict(set)
    for package in cylinders():
        for designation in package.designations:
            found[designation].add(package.net_kg)
    return found


def _package_list() -> tuple[tuple[str, float], ...]:
    listed = {(package.package, package.net_kg) for package in cylinders()}
    return tuple(sorted(listed, key=lambda pair: pair[1]))


def _national_codes(tariff: Iterable[Mapping[str, Any]], iso3: str, today: date) -> dict[str, list[str]]:
    """National lines in force today per designation."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in tariff:
        in_force = (row.get("valid_from") or date.min) <= today <= (row.get("valid_to") or date.max)
        if row["party"] == iso3 and in_force:
            for designation in row.get("substances") or ():
                found[designation].append(str(row["national_code"]))
    return found
