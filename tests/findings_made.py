"""Batches and findings for the platform's tests, made as a load and a run of the detectors would make them."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any

from tradewind.findings import Finding as Answer
from tradewind.findings import Reason
from tradewind.quantities import Interval
from tradewind_web.agencies.models import Agency
from tradewind_web.audit.recording import PlatformFor
from tradewind_web.findings.asking import Told
from tradewind_web.findings.delivery import deliver
from tradewind_web.findings.models import Finding, Run
from tradewind_web.findings.reaching import Batches
from tradewind_web.sharing.audiences import audience_of
from tradewind_web.sharing.models import Audience
from tradewind_web.sources.models import Batch

DAY = date(2026, 3, 5)
_numbers = itertools.count(1)


def batch(owner: Agency, name: str, audience: Audience | None = None, since: datetime | None = None) -> Batch:
    """A batch of declarations that reaches its steward alone, unless an audience is given."""
    return Batch.objects.create(
        owner=owner, library_id=name, audience=audience or audience_of(agencies=[owner]), file_name=f"{name}.csv",
        format="canonical", sha256="0" * 64, tables={"declarations": 10}, rows=10, generation=1,
        **({"audience_since": since} if since else {}),
    )  # fmt: skip


def reason(text: str, *rows: str, code: str = "code_says_other", weight: float = 0.6) -> Reason:
    """A reason that rests on these rows (`batch:number`)."""
    refs = tuple(":".join((r.split(":")[0], "declarations", "", r.split(":")[1])) for r in rows)
    return Reason(code, text, weight, refs)


def answer(subject: str = "2026-1/1", **said: Any) -> Answer:
    """What a detector said of a declaration item."""
    given: dict[str, Any] = {
        "detector": "text_against_code", "version": "1.0", "subject_kind": "declaration item",
        "subject_id": subject, "party": None, "partner": None, "substance": "HCFC-22", "period_start": DAY,
        "period_end": DAY, "score": 0.5, "tier": "look first", "mass_kg": Interval(900.0, 1000.0, 1100.0),
        "co2e_t": Interval.exactly(1760.0), "odp_t": None,
        "reasons": (reason("The words name HCFC-22, the code HFC-32.", "b1:7"),),
        "lawful_explanations": ("the code was mistyped", "the goods are samples"),
        "cheapest_check": "read the invoice", "run": "r1", "facts": {"importer": "Mombasa Cooling Ltd"},
    }  # fmt: skip
    return Answer(**(given | said))


def told(*answers: Answer, **said: Any) -> Told:
    """What a run told: these answers of detectors that were all asked."""
    given: dict[str, Any] = {
        "generation": 1, "findings": answers, "asked": {a.detector: a.version for a in answers},
        "not_asked": {}, "not_judged": {}, "like": {},
    }  # fmt: skip
    return Told(**(given | said))


def delivered(agency: Agency, *answers: Answer, batches: list[Batch] | None = None, **said: Any) -> Run:
    """A run for the agency that told exactly this; its only batch is `b1` unless others are given."""
    if batches is None:
        batches = list(Batch.objects.filter(owner=agency))
        batches = batches or [batch(agency, f"b{next(_numbers)}" if Batch.objects.exists() else "b1")]
    now = datetime.now(UTC)
    by_name = {b.library_id: b for b in batches}
    tables = dict.fromkeys(by_name, ("declarations",))
    return deliver(
        acting=PlatformFor(str(agency.pk)), agency=agency, told=told(*answers, **said), basis=f"{now}", at=now,
        batches=Batches(agency, by_name, tables, now),
        rows=lambda refs: {r: {"description": f"goods {r}"} for r in refs},
    )  # fmt: skip


def finding(agency: Agency, subject: str = "2026-1/1", **said: Any) -> Finding:
    """One finding of the agency, delivered beside those it has."""
    has = [f.library_id for f in Finding.objects.filter(owner=agency)]
    made = answer(subject, **said)
    run = delivered(agency, made)
    # a run withdraws what it does not tell: tests that make one after the other keep them all
    Finding.objects.filter(owner=agency, library_id__in=has).update(status="current", gone_because="")
    assert run.found == 1
    found: Finding = Finding.objects.get(owner=agency, library_id=made.id)
    return found
