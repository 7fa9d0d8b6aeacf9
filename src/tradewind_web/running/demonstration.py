"""The demonstration: three invented Parties on islands nobody lives on, their agencies, a month of their customs each.

Everything in it is invented and says so; it lives in a folder of its own that `serve` refuses to open. The people are
made without passwords: one signs in by choosing, which only a demonstration offers.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar, Final

from django.db import transaction
from django.utils import timezone

from tradewind.formats.reading import Instructions
from tradewind.intake import load
from tradewind.simulation import Parameters, simulate
from tradewind.warehouse import Warehouse
from tradewind_web.accounts.models import User
from tradewind_web.agencies.acting import Acting, acting_for
from tradewind_web.agencies.models import Agency, Membership
from tradewind_web.agencies.roles import Kind, Role
from tradewind_web.audit.events import AuditEvent
from tradewind_web.audit.recording import Platform, record
from tradewind_web.cases.demonstrating import work_some
from tradewind_web.consignments.demonstrating import write_consignments
from tradewind_web.jobs import worker
from tradewind_web.licensing.demonstrating import license_some
from tradewind_web.licensing.demonstrating_customs import one_at
from tradewind_web.licensing.demonstrating_year import clear_a_year
from tradewind_web.office import Office
from tradewind_web.proceedings.demonstrating import prosecute_some
from tradewind_web.seizures.demonstrating import seize_some
from tradewind_web.sharing.actions import add_to_group, make_group
from tradewind_web.sharing.audiences import audience_of
from tradewind_web.sources.actions.arriving import announce_batches, keep_refused_rows, note_batch
from tradewind_web.sources.publics import load_public_facts

Tell = Callable[[str], None]

#: Declarations of each Party's invented month.
DECLARATIONS: Final = 700
PURPOSE: Final = "Demonstration: invented, of no person and no company"


@dataclass(frozen=True, slots=True)
class Place:
    """An island nobody lives on, standing for a Party. Codes are ISO 3166's own."""

    iso3: str
    name: str
    language: str
    time_zone: str
    weekend: tuple[int, ...]
    seed: int


#: Right-to-left, French and English are each somebody's daily language here.
PLACES: Final = (
    Place("BVT", "Bouvet", "en", "Atlantic/Stanley", (5, 6), 1),
    Place("HMD", "Heard", "en", "Indian/Kerguelen", (5, 6), 2),
    Place("ATF", "Kerguelen", "fr", "Indian/Kerguelen", (5, 6), 3),
)
#: Who works where: kind of agency -> its name, and for each place its people with their roles.
_AGENCIES: Final = {
    Kind.CUSTOMS: "Customs of {}",
    Kind.NOU: "Ozone unit of {}",
    Kind.MARKET_SURVEILLANCE: "Market surveillance of {}",
    Kind.PROSECUTOR: "Prosecutor of {}",
}
_ROLES: Final = {
    Kind.CUSTOMS: ((Role.OFFICER, Role.ANALYST), (Role.SUPERVISOR,)),
    Kind.NOU: ((Role.OFFICER, Role.LICENSING), (Role.SUPERVISOR,)),
    Kind.MARKET_SURVEILLANCE: ((Role.OFFICER, Role.SUPERVISOR),),
    Kind.PROSECUTOR: ((Role.PROSECUTOR, Role.SUPERVISOR),),
}
_NAMES: Final = {
    "BVT": {
        Kind.CUSTOMS: ("Maren", "Otto"), Kind.NOU: ("Idris", "Salma"), Kind.MARKET_SURVEILLANCE: ("Jun",),
        Kind.PROSECUTOR: ("Vera",),
    },
    "HMD": {
        Kind.CUSTOMS: ("Tomas", "Ines"), Kind.NOU: ("Kofi", "Lena"), Kind.MARKET_SURVEILLANCE: ("Ravi",),
        Kind.PROSECUTOR: ("Mei",),
    },
    "ATF": {
        Kind.CUSTOMS: ("Noor", "Hugo"), Kind.NOU: ("Amara", "Pavel"), Kind.MARKET_SURVEILLANCE: ("Sofia",),
        Kind.PROSECUTOR: ("Omar",),
    },
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class DemonstrationMade(AuditEvent):
    """An invented world was made."""

    name: ClassVar[str] = "running.demonstration_made"
    sentence: ClassVar[str] = "made an invented world of %(agencies)s agencies"
    agencies: int


def is_made(office: Office) -> bool:
    """Whether the invented world stands in this folder, whole."""
    return (office.folder / "demonstration.made").exists()


def make(office: Office, tell: Tell) -> None:
    """Found the agencies, invent and load their months, ask the detectors; a second call goes on where one broke."""
    tell("founding the agencies of three invented Parties")
    by_place = _agencies()
    tell("loading the register of public cases")
    load_public_facts()
    for place in PLACES:
        tell(f"inventing a month of {place.name}")
        customs, ozone_unit = by_place[place.iso3, Kind.CUSTOMS], by_place[place.iso3, Kind.NOU]
        _month(office, place, customs, ozone_unit)
        officer = _one(ozone_unit, Role.LICENSING)
        license_some(officer)
        clear_a_year(officer)
    tell("asking the detectors, for each agency over what reaches it")
    worker.run_all("demonstration")
    tell("working in some cases")
    _cases(by_place[PLACES[0].iso3, Kind.CUSTOMS])
    tell("bringing two matters before the prosecutor")
    _proceedings(by_place[PLACES[0].iso3, Kind.CUSTOMS], by_place[PLACES[0].iso3, Kind.PROSECUTOR])
    (office.folder / "demonstration.made").write_text(timezone.now().isoformat())


@transaction.atomic
def _agencies() -> dict[tuple[str, str], Agency]:
    found: dict[tuple[str, str], Agency] = {}
    for place in PLACES:
        for kind, name in _AGENCIES.items():
            agency, made = Agency.objects.get_or_create(
                name=name.format(place.name),
                defaults={
                    "party": place.iso3, "kind": kind, "language": place.language, "time_zone": place.time_zone,
                    "weekend": list(place.weekend),
                },
            )  # fmt: skip
            found[place.iso3, kind] = agency
            if made:
                for person, roles in zip(_NAMES[place.iso3][kind], _ROLES[kind], strict=True):
                    _person(person, agency, roles, place.language)
    secretariat, made = Agency.objects.get_or_create(
        name="Secretariat (invented)", defaults={"party": "", "kind": Kind.SECRETARIAT}
    )
    if made:
        _person("Ana", secretariat, (Role.ANALYST, Role.SUPERVISOR), "en")
        _person("Dev", secretariat, (Role.ADMINISTRATOR,), "en")
        record(
            Platform(),
            DemonstrationMade(subject_kind="office", subject_id="demonstration", agencies=len(found) + 1),
        )
        _focal_points([found[p.iso3, Kind.NOU] for p in PLACES], secretariat)
    return found


def _person(name: str, agency: Agency, roles: tuple[Role, ...], language: str) -> Acting:
    user = User.objects.create_user(name, None, display_name=name, language=language)
    for role in roles:
        Membership.objects.create(user=user, agency=agency, role=role)
    acting = acting_for(user, agency)
    assert acting is not None, "roles were given just above"
    return acting


def _cases(customs: Agency) -> None:
    officer, supervisor = _one(customs, Role.OFFICER), _one(customs, Role.SUPERVISOR)
    work_some(officer, supervisor)
    seize_some(officer, supervisor)


def _proceedings(customs: Agency, office: Agency) -> None:
    prosecute_some(_one(customs, Role.OFFICER), _one(office, Role.PROSECUTOR))
    worker.run_all("demonstration")


def _one(agency: Agency, role: Role) -> Acting:
    acting = one_at(agency, role)
    assert acting is not None, "they were given with the agency"
    return acting


def _focal_points(units: list[Agency], secretariat: Agency) -> None:
    """A group like those of regional networks: ozone units and the secretariat that brings them together."""
    acting = _one(secretariat, Role.SUPERVISOR)
    group = make_group(
        acting=acting,
        name="Focal points of three islands",
        late_joiner="from_joining",
        reason="Demonstration",
    )
    for unit in units:
        add_to_group(acting=acting, group=group, agency=unit, reason="Demonstration")


def _month(office: Office, place: Place, customs: Agency, ozone_unit: Agency) -> None:
    """Invent the place's month and load it for its customs, which shares it with its ozone unit."""
    with tempfile.TemporaryDirectory(prefix="tradewind-") as scratch:
        folder = Path(scratch) / f"month-of-{place.name.lower()}"
        simulate(folder, place.seed, DECLARATIONS, replace(Parameters(), home=place.iso3))
        zone = Path(scratch) / f"free-zone-of-{place.name.lower()}"
        if place is PLACES[0]:
            write_consignments(zone, place.iso3, PLACES[1].iso3)
        report = load(
            [folder, *([zone] if zone.exists() else [])], office.warehouse_url,
            Instructions(sender="invented", steward=str(customs.pk)),
            audience=(str(customs.pk), str(ozone_unit.pk)),
        )  # fmt: skip
    with Warehouse.open(office.warehouse_url) as warehouse:
        refused = {b.record.id: warehouse.refused_of(b.record) for b in report.batches}
    audience = audience_of(agencies=[customs, ozone_unit])
    batches = [
        note_batch(
            acting=Platform(), steward=customs, record=b.record, generation=report.generation, audience=audience,
            audience_since=timezone.now(), purpose=PURPOSE,
        )
        for b in report.batches
    ]  # fmt: skip
    for batch in batches:
        keep_refused_rows(batch=batch, rows=refused[batch.library_id])
    with transaction.atomic():
        announce_batches(batches, customs)
