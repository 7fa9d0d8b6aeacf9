"""Every code customs can be told, with the rule behind it, and what the agency was told it for last."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max

from tradewind_web.agencies.acting import Acting
from tradewind_web.licensing.models_customs import RefusedClaim
from tradewind_web.licensing.refusals import EXPLAINED, RULES


@dataclass(frozen=True, slots=True)
class Code:
    """One code: why the rule is there, where it comes from, and the newest declaration that was told it."""

    code: str
    explained: str
    source: str
    last: RefusedClaim | None
    sentence: str


def codes_for(acting: Acting) -> list[Code]:
    """All codes in their order, each with the agency's newest example."""
    newest = (
        RefusedClaim.objects.filter(asked_by=acting.agency).order_by().values("code").annotate(last=Max("pk"))
    )
    rows = RefusedClaim.objects.filter(pk__in=[row["last"] for row in newest])
    by_code = {row.code: row for row in rows}
    return [
        Code(code, str(EXPLAINED[code]), str(rule.source), row := by_code.get(code), sentence_of(row))
        for code, rule in RULES.items()
    ]


def sentence_of(row: RefusedClaim | None) -> str:
    """What was said, in the reader's language; nothing where a later version has other facts for it."""
    if row is None or row.code not in RULES:
        return ""
    try:
        said: str = str(RULES[row.code].sentence) % row.facts
    except (KeyError, ValueError):
        return ""
    return said
