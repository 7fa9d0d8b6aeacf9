"""Writing off what has passed already: from the back of a paper, the daily file, or a post whose link was down.

A clearing that happened is never refused for want of mass: what goes beyond the licence is overdrawn on its line.
Said again it changes nothing; said otherwise it is corrected, and the history tells both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency
from tradewind_web.audit.recording import Actor, record
from tradewind_web.errors import NotAllowed
from tradewind_web.jobs.queue import announce
from tradewind_web.licensing.actions.quota_moves import follow_clearing
from tradewind_web.licensing.claims import MOST_G
from tradewind_web.licensing.customs_events import WriteOffCorrected, WrittenOff
from tradewind_web.licensing.customs_policy import can_write_on, may_clear
from tradewind_web.licensing.customs_queries import rule_of
from tradewind_web.licensing.models import Licence, LicenceLine, Reservation
from tradewind_web.licensing.refusals import Refusal
from tradewind_web.licensing.turns import turn
from tradewind_web.licensing.verifying import kilos
from tradewind_web.licensing.words import Came, Held, Leads


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """What passed: an item of a declaration, or a row on the back of the paper; 0 g: nothing after all."""

    line: LicenceLine
    declaration: str
    item: int
    mass_g: int
    on: date
    source: Came
    office: str = ""
    reason: str = ""


def write_off(*, acting: Acting, passed: Passed) -> Reservation | None:
    """The write-off as it stands now; None where nothing stood and nothing passed.

    Raises:
        NotAllowed: the person's roles write nothing off, or not on this licence.
        Refusal: no mass, or the ledger of customs leads.
    """
    may_clear(acting)
    licence = passed.line.licence
    if not can_write_on(acting, licence):
        raise NotAllowed(_("writing off on a licence of another agency"), _("customs officer"))
    if rule_of(licence.party).leads == Leads.CUSTOMS:
        raise Refusal("customs_leads")
    return write_off_for(acting, acting.agency, passed, made_by=acting)


def write_off_for(
    actor: Actor, agency: Agency, passed: Passed, *, made_by: Acting | None = None
) -> Reservation | None:
    """The same in the name of an agency by nobody: what its daily file says.

    Raises:
        Refusal: the mass is below nothing or beyond reason.
    """
    if not 0 <= passed.mass_g <= MOST_G:
        raise Refusal("no_mass")
    with turn(), transaction.atomic():
        # The line is locked first, as a reservation locks it: what is read from here on does not change.
        line = (
            LicenceLine.objects.select_for_update(of=("self",))
            .select_related("licence")
            .get(pk=passed.line.pk)
        )
        found = (
            Reservation.objects.select_for_update(of=("self",))
            .filter(
                line=line, declaration=passed.declaration, item=passed.item,
                state__in=(Held.HELD, Held.CONFIRMED),
            )
            .first()
        )  # fmt: skip
        before = (found.cleared_g or 0) if found else 0
        is_held = found is not None and found.state == Held.HELD
        if (found is None and not passed.mass_g) or (found and not is_held and before == passed.mass_g):
            return found
        was, cleared = line.overdrawn_g, line.cleared_g
        line.reserved_g -= found.mass_g if found and is_held else 0
        line.cleared_g += passed.mass_g - before
        line.overdrawn_g = max(0, line.reserved_g + line.cleared_g - line.allowed_g - line.tolerance_g)
        line.save(update_fields=["reserved_g", "cleared_g", "overdrawn_g"])
        beyond = min(passed.mass_g, max(0, (found.beyond_g if found else 0) + line.overdrawn_g - was))
        written = _row(found, line, passed, agency, made_by, beyond)
        follow_clearing(
            line, before_g=cleared, after_g=line.cleared_g, rule=rule_of(line.licence.party),
            by=actor.user_id, reservation=written,
        )  # fmt: skip
        announce("licensing.cleared", {"reservation": str(written.pk)}, agency_id=agency.pk)
        said = {
            "subject_kind": Licence.kind, "subject_id": str(line.licence_id), "reservation": str(written.pk),
            "declaration": passed.declaration, "kg": kilos(passed.mass_g), "beyond": kilos(beyond),
            "reason": passed.reason,
        }  # fmt: skip
        record(
            actor,
            WriteOffCorrected(**said, before=kilos(before))
            if found and not is_held
            else WrittenOff(**said, item=passed.item, substance=line.substance, source=passed.source),
        )
    return written


def _row(
    found: Reservation | None,
    line: LicenceLine,
    passed: Passed,
    agency: Agency,
    made_by: Acting | None,
    beyond: int,
) -> Reservation:
    now = timezone.now()
    row = found or Reservation(
        line=line, key=f"{passed.source}:{line.pk}:{passed.declaration}:{passed.item}:{now:%y%m%d%H%M%S%f}"[-100:],
        request_digest="", declaration=passed.declaration, item=passed.item, office=passed.office,
        mass_g=passed.mass_g, source=passed.source, held_at=now, asked_by=agency,
        made_by=made_by.user if made_by else None,
    )  # fmt: skip
    row.state = Held.CONFIRMED if passed.mass_g else Held.CANCELLED
    row.cleared_g, row.cleared_on = (passed.mass_g, passed.on) if passed.mass_g else (None, None)
    row.settled_at, row.beyond_g, row.reason = now, beyond, passed.reason or row.reason
    row.save()
    row.line = line
    return row
