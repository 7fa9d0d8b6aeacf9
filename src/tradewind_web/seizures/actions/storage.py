"""Sites, how they were found, and the meter of each stay."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import Refused
from tradewind_web.seizures.events_storage import SiteListed, SiteLookedAt, StayBegun, StayEnded
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.models_storage import Site, SiteCheck, Stay
from tradewind_web.seizures.policy import may_correct, may_record
from tradewind_web.seizures.queries_storage import site_of


@dataclass(frozen=True, slots=True)
class SiteValues:
    """What is said of a site; blank is not known."""

    name: str
    address: str = ""
    capacity_g: int | None = None
    capacity_containers: int | None = None
    ventilation: str = ""
    takes_flammable: bool | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True)
class StayValues:
    """A stay as it begins."""

    since: date
    mass_g: int | None = None
    containers: int | None = None
    daily_minor: int | None = None
    currency: str = ""
    payer: str = ""
    payer_name: str = ""


@transaction.atomic
def list_site(*, acting: Acting, values: SiteValues) -> Site:
    """A site of the agency.

    Raises:
        NotAllowed: the person's roles record nothing.
        Refused: there is a site of this name.
    """
    may_record(acting)
    if Site.objects.filter(agency=acting.agency, name=values.name).exists():
        raise Refused(_("there is a site of this name already"))
    site = Site.objects.create(agency=acting.agency, added_by=acting.user, **asdict(values))
    audit(acting, SiteListed(
        subject_kind="site", subject_id=str(site.pk), site=site.name, said=asdict(values),
    ))  # fmt: skip
    return site


@transaction.atomic
def look_at(*, acting: Acting, site_id: UUID, on: date, is_well: bool, found: str) -> SiteCheck:
    """How a site was found on a day.

    Raises:
        Http404: it is not a site of the agency.
        NotAllowed: the person's roles record nothing.
        Refused: something was not well and is not said.
    """
    site = site_of(acting, site_id)
    may_record(acting)
    if not is_well and not found.strip():
        raise Refused(_("say what was not well"))
    check = SiteCheck.objects.create(site=site, on=on, is_well=is_well, found=found.strip(), by=acting.user)
    audit(acting, SiteLookedAt(
        subject_kind="site", subject_id=str(site.pk), site=site.name, on=on.isoformat(), is_well=is_well,
    ))  # fmt: skip
    return check


@transaction.atomic
def begin_stay(*, acting: Acting, seizure_id: object, site_id: UUID, values: StayValues) -> Stay:
    """Goods of a seizure lie at a site from a day on.

    Raises:
        Http404: the seizure or the site does not reach the person.
        NotAllowed: another agency answers for the seizure.
    """
    seizure: Seizure = Seizure.objects.one_for(acting, str(seizure_id))
    may_correct(acting, seizure)
    site = site_of(acting, site_id)
    stay = Stay.objects.create(site=site, seizure=seizure, begun_by=acting.user, **asdict(values))
    audit(acting, StayBegun(
        subject_kind=Seizure.kind, subject_id=str(seizure.pk), site=site.name, since=values.since.isoformat(),
        said={**asdict(values), "since": values.since.isoformat()},
    ))  # fmt: skip
    return stay


@transaction.atomic
def end_stay(*, acting: Acting, seizure_id: object, stay_id: object, until: date) -> Stay:
    """The last day of a stay: the meter stops.

    Raises:
        Http404: the seizure does not reach the person, or there is no such stay.
        NotAllowed: another agency answers for the seizure.
        Refused: it ended already, or before it began.
    """
    seizure: Seizure = Seizure.objects.one_for(acting, str(seizure_id))
    may_correct(acting, seizure)
    rows = seizure.stays.select_for_update(of=("self",)).select_related("site")
    stay = rows.filter(pk=str(stay_id)).first()
    if stay is None:
        raise Http404
    if stay.until is not None:
        raise Refused(_("this stay ended already"))
    if until < stay.since:
        raise Refused(_("it cannot end before it began"))
    stay.until = until
    stay.save(update_fields=["until"])
    audit(acting, StayEnded(
        subject_kind=Seizure.kind, subject_id=str(seizure.pk), site=stay.site.name, until=until.isoformat(),
    ))  # fmt: skip
    return stay
