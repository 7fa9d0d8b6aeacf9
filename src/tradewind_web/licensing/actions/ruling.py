"""Setting what the Party's law says of licences."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.events import changes
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import Refused
from tradewind_web.licensing.events import RulesSet
from tradewind_web.licensing.models import LicensingRule
from tradewind_web.licensing.policy import may_set_rules

FIELDS: Final = (
    "level", "leads", "tolerance_per_mille", "tolerance_basis", "reservation_hours", "penalty_per_mille",
    "penalty_basis", "counts_at", "span", "used_draws_quota", "equipment_draws_quota", "two_people",
)  # fmt: skip


@transaction.atomic
def set_rules(*, acting: Acting, values: dict[str, Any], reason: str) -> LicensingRule:
    """The rules of the Party from now; licences granted before keep their tolerance.

    Raises:
        NotAllowed: they are no supervisor of a licensing agency.
        Refused: no reason; a tolerance or a penalty without its legal basis; another agency sets the Party's rules.
    """
    may_set_rules(acting)
    if not reason.strip():
        raise Refused(_("give the reason: it stands in the history"))
    if values["tolerance_per_mille"] and not values["tolerance_basis"].strip():
        raise Refused(_("cite the law that allows the tolerance"))
    if values["penalty_per_mille"] and not values["penalty_basis"].strip():
        raise Refused(_("cite the law that sets the penalty"))
    rule, _made = LicensingRule.objects.select_for_update().get_or_create(
        party=acting.agency.party, defaults={"agency": acting.agency}
    )
    if rule.agency_id != acting.agency.pk:
        raise Refused(_("%(agency)s sets the rules of this Party") % {"agency": rule.agency.name})
    before = {name: getattr(rule, name) for name in FIELDS}
    for name in FIELDS:
        setattr(rule, name, values[name])
    rule.changed_by, rule.changed_at = acting.user, timezone.now()
    rule.save()
    after = {name: getattr(rule, name) for name in FIELDS}
    audit(acting, RulesSet(
        subject_kind="agency", subject_id=str(acting.agency.pk), reason=reason.strip(),
        **changes(before, after),
    ))  # fmt: skip
    return rule
