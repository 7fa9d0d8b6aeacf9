"""What a case says of persons, emptied when its time is over. Steps, answers, dates and its outcome stay."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from tradewind_web.cases.models import Case, CaseEvent, Comment, Evidence, Frozen, Hold, Relation, Task

#: Stands where something was written; a reader of any language sees that it is gone, and replaying the steps still
#: finds the reasons that it asks for.
GONE: Final = "—"
#: Kept word for word: what an instrument said of the gas names nobody.
_READINGS: Final = "identification:"


def blank_case(case: Case) -> None:
    """Empty everything in a case that people wrote of people. In the caller's transaction; doing it again changes
    nothing. What was frozen keeps its digest alone."""
    Case.objects.filter(pk=case.pk).update(title=GONE, origin_note="", summary="", outcome_note="")
    CaseEvent.objects.filter(case=case).exclude(why="").update(why=GONE)
    Case.objects.filter(pk=case.pk).exclude(stopped_why="").update(stopped_why=GONE)
    written = Evidence.objects.filter(case=case)
    written.update(text=GONE, source="")
    written.exclude(ref__startswith=_READINGS).update(content="")
    Comment.objects.filter(case=case).update(text=GONE)
    Frozen.objects.filter(case=case).update(content="", note="")
    Hold.objects.filter(case=case).update(goods=GONE, place=GONE, seals="", importer="")
    Hold.objects.filter(case=case).exclude(reason="").update(reason=GONE)
    Relation.objects.filter(Q(one=case) | Q(other=case)).update(why=GONE)
    Task.objects.filter(case=case).delete()
