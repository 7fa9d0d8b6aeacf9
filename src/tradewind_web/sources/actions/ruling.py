"""Deciding how long records of a kind are kept: for a whole Party, on what is made from now on."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import Refused
from tradewind_web.sources.events import RetentionRuleSet
from tradewind_web.sources.models import RetentionRule
from tradewind_web.sources.policy import must_set_rules
from tradewind_web.sources.retention import Term, What, scope_of, term_of

#: A term of a hundred years ends nothing in anybody's life.
LONGEST_DAYS: Final = 36_500


@transaction.atomic
def set_rule(*, acting: Acting, term: Term, reason: str) -> RetentionRule:
    """The rule of this kind for the acting agency's Party. What is held already keeps the day it was given.

    Raises:
        NotAllowed: neither supervisor nor administrator.
        Refused: no purpose, no reason, or a term that is none.
    """
    must_set_rules(acting)
    if term.what not in What.values:
        raise Refused(_("there is no such kind of record"))
    if not term.purpose.strip():
        raise Refused(_("say what they are held for: what has no purpose may not be kept"))
    if not reason.strip():
        raise Refused(_("say why it is decided: the reason stands in the history"))
    if not 1 <= term.days <= LONGEST_DAYS or not 1 <= term.grace_days <= LONGEST_DAYS or term.notice_days < 1:
        raise Refused(_("give each time as at least one day and at most a hundred years"))
    before = term_of(acting.agency, term.what)
    scope = scope_of(acting.agency)
    rule, _made = RetentionRule.objects.update_or_create(
        scope=scope, what=term.what,
        defaults={
            "purpose": term.purpose.strip(), "legal_basis": term.legal_basis.strip(), "days": term.days,
            "notice_days": term.notice_days, "grace_days": term.grace_days, "changed_by": acting.user,
            "changed_at": timezone.now(),
        },
    )  # fmt: skip
    audit(acting, RetentionRuleSet(
        subject_kind="retention_rule", subject_id=f"{scope}:{term.what}", scope=scope, what=term.what,
        days=term.days, before=asdict(before), after=asdict(term), reason=reason.strip(),
    ))  # fmt: skip
    return rule
