"""What was known at a moment: each finding's answer as it stood, word for word, with the rows that reach the officer.

A score is not among it: it ranks work, and is never a ground of law.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from tradewind_web.agencies.acting import Acting
from tradewind_web.cases.models import Case, Frozen
from tradewind_web.cases.words import Moment
from tradewind_web.findings.models import Finding
from tradewind_web.findings.queries import evidence_for, explanations_of
from tradewind_web.findings.wording import explanation_digest

#: Id -> a finding and what would be frozen of it.
Now = Mapping[str, tuple[Finding, Mapping[str, Any]]]


@dataclass(frozen=True)
class Since:
    """What a finding that was frozen says now that it did not say then."""

    finding: Finding | None
    subject: str
    lines: tuple[tuple[str, str], ...]  # what changed, how it stands now


def freeze(acting: Acting, case: Case, moment: Moment, note: str = "") -> Frozen:
    """Keep what is known now of the case's findings. In the caller's transaction."""
    findings = findings_of(acting, case)
    content = canonical({
        "case": case.number,
        "moment": str(moment),
        "at": timezone.now().isoformat(),
        "note": note,
        "procedure": {"name": f"{case.procedure.name} {case.procedure.version}", "sha256": case.procedure.digest},
        "findings": [_finding(acting, one) for one in findings],
    })  # fmt: skip
    return Frozen.objects.create(
        case=case, moment=moment, content=content, sha256=digest_of(content), note=note, by=acting.user
    )


def findings_of(acting: Acting, case: Case) -> list[Finding]:
    """The findings of the case that reach the person, in the order they came."""
    ids = list(case.about.order_by("added_at", "id").values_list("finding_id", flat=True))
    found = {one.pk: one for one in Finding.objects.visible_to(acting).filter(pk__in=ids)}
    return [found[pk] for pk in ids if pk in found]


def canonical(value: Any) -> str:
    """The same text for the same values: sorted keys, no spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def digest_of(text: str) -> str:
    """SHA-256 of the text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def is_whole(frozen: Frozen) -> bool:
    """Whether what is kept is what was frozen; what was forgotten since keeps its digest alone."""
    return not frozen.content or digest_of(frozen.content) == frozen.sha256


def known_now(acting: Acting, ids: Iterable[str]) -> Now:
    """Of these findings those that reach the person, each with what would be frozen of it now."""
    rows = Finding.objects.visible_to(acting).filter(pk__in=list(ids))
    return {str(one.pk): (one, json.loads(canonical(_finding(acting, one)))) for one in rows}


def changed_since(then: Sequence[Mapping[str, Any]], now: Now) -> list[Since]:
    """What is otherwise now, finding by finding; those that did not change are left out."""
    found = []
    for before in then:
        finding, after = now.get(before["id"], (None, {}))
        lines = _differences(before, after) if finding else ()
        if finding is None or lines:
            found.append(Since(finding, before["subject"], lines))
    return found


def _finding(acting: Acting, finding: Finding) -> dict[str, Any]:
    ruled_out = {d: {"how": one.how, "by": one.by_id, "at": one.at.isoformat()}
                 for d, one in explanations_of(acting, finding).items()}  # fmt: skip
    rows = {
        str(place): [{"row": one.row_ref, "values": one.values} for one in some]
        for place, some in evidence_for(acting, finding).items()
    }
    return {
        "id": str(finding.pk),
        "name": finding.library_id,
        "revision": finding.revision,
        "detector": f"{finding.detector} {finding.version}",
        "status": finding.status,
        "subject": f"{finding.subject_kind} {finding.subject_id}",
        "substance": finding.substance,
        "parties": [finding.party, finding.partner],
        "mass_g": [finding.mass_low_g, finding.mass_mid_g, finding.mass_high_g],
        "reasons": [{"code": r.get("code"), "text": r.get("text")} for r in finding.reasons],
        "facts": finding.facts,
        "rows": rows,
        "lawful_explanations": [
            {"text": text, "ruled_out": ruled_out.get(explanation_digest(text))}
            for text in finding.lawful_explanations
        ],
        "cheapest_check": finding.cheapest_check,
    }


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    compared = ("revision", "detector", "status", "mass_g", "reasons", "lawful_explanations", "facts", "rows")
    return tuple((name, _said(after[name])) for name in compared if after[name] != before.get(name))


def _said(value: Any) -> str:
    """A changed part as people read it."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "; ".join(str(one.get("text", "")) + (f" ({one['ruled_out']['how']})" if one.get("ruled_out") else "")
                         for one in value)  # fmt: skip
    return value if isinstance(value, str) else ""
