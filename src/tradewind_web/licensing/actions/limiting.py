"""Setting and ending the limits a Party sets itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.numbering import hold
from tradewind_web.audit.events import AuditEvent
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import Refused
from tradewind_web.licensing.customs_queries import rule_of
from tradewind_web.licensing.models_limits import OwnLimit
from tradewind_web.licensing.policy import may_set_rules


@dataclass(frozen=True, kw_only=True)
class OwnLimitSet(AuditEvent):
    """A limit of the Party's own was set; `before` is the one it replaces."""

    name: ClassVar[str] = "licensing.own_limit_set"
    sentence: ClassVar = _l("set the Party's own limit of %(group)s in %(year)s: %(rule)s")
    group: str
    year: int
    amount_mg: str
    before_mg: str
    rule: str


@dataclass(frozen=True, kw_only=True)
class OwnLimitEnded(AuditEvent):
    """A limit of the Party's own no longer holds."""

    name: ClassVar[str] = "licensing.own_limit_ended"
    sentence: ClassVar = _l("ended the Party's own limit of %(group)s in %(year)s: %(rule)s")
    group: str
    year: int
    amount_mg: str
    rule: str


@transaction.atomic
def set_limit(*, acting: Acting, group: str, year: int, amount_mg: int | None, rule: str) -> OwnLimit | None:
    """The limit from now on; None for the amount ends the one that stands, and `rule` says why.

    Raises:
        NotAllowed: they set no rules of a licensing agency.
        Refused: no law or agreement is named, nothing stands to be ended, or another agency sets the Party's rules.
    """
    may_set_rules(acting)
    party = acting.agency.party
    if not rule.strip():
        raise Refused(_("name the law or the agreement that says so"))
    ruling = rule_of(party)
    if ruling.pk and ruling.agency_id != acting.agency.pk:
        raise Refused(_("%(agency)s sets the rules of this Party") % {"agency": ruling.agency.name})
    hold(acting.agency.pk)
    rows = OwnLimit.objects.select_for_update(of=("self",))
    standing = rows.filter(party=party, group=group, year=year, ended_at=None).first()
    if standing is None and amount_mg is None:
        raise Refused(_("no limit of your own stands for this group and year"))
    if standing is not None:
        standing.ended_at = timezone.now()
        standing.save(update_fields=["ended_at"])
    said = {"subject_kind": "agency", "subject_id": str(acting.agency.pk), "rule": rule.strip()}
    before = "" if standing is None else str(standing.amount_mg)
    if amount_mg is None:
        audit(acting, OwnLimitEnded(**said, group=group, year=year, amount_mg=before))
        return None
    made = OwnLimit.objects.create(
        party=party, agency=acting.agency, group=group, year=year, amount_mg=amount_mg, rule=rule.strip(),
        set_by=acting.user,
    )  # fmt: skip
    audit(acting, OwnLimitSet(**said, group=group, year=year, amount_mg=str(amount_mg), before_mg=before))
    return made
