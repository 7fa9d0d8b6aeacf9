"""Decisions of proceedings as evidence of the case they are about."""

from __future__ import annotations

from typing import Final

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.cases.actions.keeping import Piece
from tradewind_web.cases.models import Case
from tradewind_web.proceedings import money
from tradewind_web.proceedings.models import Decision, Proceeding
from tradewind_web.proceedings.words import StepKind

#: Proceedings of one case that its page shows.
MOST_SHOWN: Final = 20


def about_case(acting: Acting, case: Case) -> list[Proceeding]:
    """The proceedings about a case or a seizure of it that reach the viewer, with what `pieces_of` reads."""
    rows = Proceeding.objects.visible_to(acting).filter(Q(case=case) | Q(case=None, seizure__case=case))
    return list(rows.prefetch_related("decisions", "steps").order_by("opened_at", "id")[:MOST_SHOWN])


def pieces_of(proceeding: Proceeding) -> list[Piece]:
    """Each decision, the first one first; one after an appeal is a judgment."""
    appeals = [step.at for step in proceeding.steps.all() if step.kind == StepKind.APPEAL]
    decisions = sorted(proceeding.decisions.all(), key=lambda one: (one.at, one.pk))
    return [_piece(proceeding, one, any(at < one.at for at in appeals)) for one in decisions]


def _piece(proceeding: Proceeding, decision: Decision, after_appeal: bool) -> Piece:
    said = _("Proceeding %(number)s, decided on %(day)s: %(verdict)s") % {
        "number": proceeding.number, "day": date_format(decision.decided_on),
        "verdict": decision.get_verdict_display(),
    }  # fmt: skip
    lines = [said, money.shown(decision.amount, decision.currency), decision.text]
    kind, state = ("judgment", "appealed") if after_appeal else ("decision", "proceedings")
    return Piece(kind, state, "\n".join(filter(None, lines)), f"decision:{decision.pk}", proceeding.number)
