"""A register kept elsewhere: received, read for what does not add up, and taken over when a person says so."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.recording import PlatformFor
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import Refused
from tradewind_web.jobs.queue import enqueue
from tradewind_web.licensing.actions import quota_moves
from tradewind_web.licensing.actions.applying import first_audience, keep_version, next_application
from tradewind_web.licensing.actions.deciding import new_licence_code
from tradewind_web.licensing.customs_queries import rule_of
from tradewind_web.licensing.events import RegisterEntered, RegisterImported, RegisterRead, RegisterReceived
from tradewind_web.licensing.models import Licence, LicenceLine
from tradewind_web.licensing.models_register import Register
from tradewind_web.licensing.policy import may_license
from tradewind_web.licensing.register_reading import LicenceRead, holder_key, holder_of, holders_by_number
from tradewind_web.licensing.words import CountsAt, Direction, State
from tradewind_web.sharing.audiences import audience_of
from tradewind_web.sources.receiving import ReceivedFile, clean_name
from tradewind_web.traders.actions import keeping
from tradewind_web.traders.models import Kind, Trader
from tradewind_web.traders.values import TraderValues

READ: Final = "licensing.read_register"
ENTER: Final = "licensing.enter_register"
MOST_BYTES: Final = 64 << 20
#: States of a foreign register -> ours.
_STATES: Final = {"revoked": State.REVOKED, "expired": State.GRANTED, "used": State.GRANTED}


@transaction.atomic
def receive(*, acting: Acting, file: ReceivedFile) -> Register:
    """A file to be read; nothing of it counts yet.

    Raises:
        NotAllowed: the person writes no licences.
        Refused: it is too large.
    """
    may_license(acting)
    if (file.size or 0) > MOST_BYTES:
        raise Refused(
            _("this file is larger than %(most)s MB; send it in parts") % {"most": MOST_BYTES >> 20}
        )
    made: Register = Register.objects.create(
        owner=acting.agency, audience=audience_of(agencies=[acting.agency]),
        file_name=clean_name(file.name or "register.xlsx"), size=file.size or 0, sha256=file.sha256,
        sent_by=acting.user,
    )  # fmt: skip
    file.keep_at(made.path)
    enqueue(READ, {"register": str(made.pk)}, agency_id=acting.agency.pk, asked_by_id=acting.user_id)
    audit(acting, RegisterReceived(
        subject_kind=Register.kind, subject_id=str(made.pk), file=made.file_name, sha256=made.sha256,
    ))  # fmt: skip
    return made


@transaction.atomic
def note_read(
    *, register: Register, troubles: list[dict[str, Any]], counts: dict[str, int], readable: bool
) -> Register:
    """What a job found in it."""
    found: Register = Register.objects.select_for_update(of=("self",)).get(pk=register.pk)
    if found.state != Register.State.READING:
        return found
    found.state = Register.State.READ if readable else Register.State.REFUSED
    found.troubles, found.counts = troubles, counts
    found.save(update_fields=["state", "troubles", "counts"])
    audit(PlatformFor(str(found.owner_id)), RegisterRead(
        subject_kind=Register.kind, subject_id=str(found.pk), troubles=sum(counts.values()),
    ))  # fmt: skip
    return found


@transaction.atomic
def take_over(*, acting: Acting, register_id: object, reason: str = "") -> Register:
    """A person looked at what does not add up and wants it taken over: a job enters it.

    Raises:
        Http404: it does not reach the person.
        NotAllowed: they write no licences.
        Refused: it is not read yet, or taken over already.
    """
    may_license(acting)
    register = Register.objects.one_for(acting, str(register_id))
    found: Register = Register.objects.select_for_update(of=("self",)).get(pk=register.pk)
    if found.state != Register.State.READ or found.owner_id != acting.agency.pk:
        raise Refused(_("this register is %(state)s; it cannot be taken over now") % {
            "state": Register.State(found.state).label
        })  # fmt: skip
    found.state = Register.State.ENTERING
    found.save(update_fields=["state"])
    asked = {"register": str(found.pk), "asked_by": acting.user_id}
    enqueue(ENTER, asked, agency_id=acting.agency.pk, asked_by_id=acting.user_id)
    audit(acting, RegisterImported(
        subject_kind=Register.kind, subject_id=str(found.pk), count=found.counts.get("licences", 0),
        file=found.file_name, sha256=found.sha256, reason=reason.strip(),
    ))  # fmt: skip
    return found


@transaction.atomic
def enter_some(*, acting: Acting, register: Register, licences: list[LicenceRead]) -> int:
    """Some licences of the file, at most 100, as one write. How many were new; a second run enters none twice."""
    may_license(acting)
    known = set(
        Licence.objects.filter(
            party=acting.agency.party, number__in=[x.number for x in licences]
        ).values_list("number", flat=True)
    )  # fmt: skip
    new = [x for x in licences if x.number not in known]
    holders = holders_by_number(acting.agency)
    for said in new:
        _enter(acting, register, said, holders)
    audit(acting, RegisterEntered(
        subject_kind=Register.kind, subject_id=str(register.pk), count=len(new), numbers=[x.number for x in new],
    ))  # fmt: skip
    return len(new)


@transaction.atomic
def note_entered(*, register: Register, counts: dict[str, int]) -> None:
    """The job is through."""
    found: Register = Register.objects.select_for_update(of=("self",)).get(pk=register.pk)
    found.state, found.done_at = Register.State.ENTERED, timezone.now()
    found.counts = {**found.counts, **counts}
    found.save(update_fields=["state", "done_at", "counts"])
    audit(PlatformFor(str(found.owner_id)), RegisterEntered(
        subject_kind=Register.kind, subject_id=str(found.pk), count=counts.get("entered", 0), numbers=[],
    ))  # fmt: skip


def _enter(acting: Acting, register: Register, said: LicenceRead, holders: dict[str, Trader]) -> Licence:
    assert said.valid_from is not None and said.valid_until is not None, "licences without days are left out"
    holder = holder_of(holders, said) or _added(acting, said)
    holders[holder_key(said)] = holder
    state = _STATES.get(said.status, State.GRANTED)
    direction = said.direction if said.direction in Direction.values else Direction.IMPORT
    licence = Licence.objects.create(
        owner=acting.agency, audience=first_audience(acting.agency), party=acting.agency.party,
        application_number=next_application(acting.agency), number=said.number, code=new_licence_code(),
        direction=direction, holder=holder, holder_name=said.holder or holder.name,
        holder_number=said.holder_number, partner=said.partner, valid_from=said.valid_from,
        valid_until=said.valid_until, quota_year=said.year or said.valid_from.year, state=state,
        imported_from=register.file_name, entered_by=acting.user, decided_at=timezone.now(),
        substances_text="".join(f",{gas}" for gas in said.lines) + ",",
    )  # fmt: skip
    rule = rule_of(licence.party)
    lines = [
        LicenceLine.objects.create(
            licence=licence, position=place, substance=gas, allowed_g=grams, hs_edition=said.codes[gas][0],
            hs_code=said.codes[gas][1], tolerance_g=grams * rule.tolerance_per_mille // 1000,
        )
        for place, (gas, grams) in enumerate(said.lines.items(), 1)
    ]  # fmt: skip
    if rule.counts_at == CountsAt.GRANT and state == State.GRANTED:
        beyond = _("taken over from %(file)s") % {"file": register.file_name}
        quota_moves.commit(licence, lines, rule, by=acting.user_id, beyond_quota=beyond)
    keep_version(licence, by=acting.user_id)
    return licence


def _added(acting: Acting, said: LicenceRead) -> Trader:
    name = " ".join((said.holder or said.holder_number or said.number).split())
    kinds = (Kind.EXPORTER,) if said.direction == Direction.EXPORT else (Kind.IMPORTER,)
    return keeping.add(
        acting=acting,
        values=TraderValues(
            name[:300], national_number=said.holder_number[:80], country=acting.agency.party, kinds=kinds
        ),
    )
