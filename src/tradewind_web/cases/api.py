"""Cases for programs: the list, one case with its steps, evidence and clocks; laying a note, answering, a step done.

The same actions as the pages, so the same rules: what another agency works in is 403, a case that does not reach the
person 404, a step that must wait 409 with what must come first.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from tradewind_web.cases import queries, showing
from tradewind_web.cases.actions import working
from tradewind_web.cases.models import Case
from tradewind_web.cases.queries import Filters
from tradewind_web.cases.running import Standing, standing_of
from tradewind_web.findings.api import Trouble, reader

router = Router(tags=["cases"])

Words = Annotated[str, Field(max_length=4000, pattern=r"^[^\x00]*$")]
Short = Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")]
Code = Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]


class CaseLine(Schema):
    """A case in the list."""

    id: uuid.UUID
    number: str
    title: str
    state: Literal["open", "closed", "merged"]
    origin: str
    outcome: str
    owner: str = Field(description="The agency that answers for it")
    worked_by: str = Field(description="The agency that works in it now")
    open_steps: list[str]
    due_on: date | None
    stopped_why: str = Field(
        description="The danger for which all work stands still; blank where there is none"
    )
    opened_at: datetime
    closed_at: datetime | None


class CasePage(Schema):
    """A page of cases, newest first; `next` is the `after` of the following one."""

    items: list[CaseLine]
    next: str | None


class QuestionOut(Schema):
    """A question of the procedure, its answers, and the one that was given."""

    fact: str
    text: str
    kind: str
    choices: list[str]
    given: str


class StepOut(Schema):
    """A step that is to be done now: its clock, what is asked, what is missing, what stands in its way."""

    step: str
    title: str
    role: str
    law: str
    due_on: date | None
    late_days: int
    asks: list[QuestionOut]
    missing: list[str] = Field(description="Kinds of evidence, each as often as it is missing")
    hindered: list[str]
    waits_for_second: bool


class DoneOut(Schema):
    """A step of the whole procedure and how it stands."""

    title: str
    role: str
    mark: str = Field(description="done, open, late, passed; blank where it is still ahead")
    on: str
    by: str


class EvidenceOut(Schema):
    """A piece of evidence."""

    id: uuid.UUID
    step: str
    kind: str
    text: str
    source: str
    sha256: str
    at: datetime


class HoldOut(Schema):
    """A hold of goods with its clock."""

    number: str
    ground: str
    law: str
    since: date
    due: date | None
    days_left: int | None = Field(description="Negative where its time ran out; null where no law sets one")
    ended: str = Field(description="released, seized, lapsed; blank while it runs")


class CaseOut(CaseLine):
    """A case as it stands."""

    summary: str
    procedure: str
    to_do: list[StepOut]
    steps: list[DoneOut]
    evidence: list[EvidenceOut]
    holds: list[HoldOut]


class CasesAsked(Schema):
    """Which cases, where a page begins and how long it is."""

    look: Literal["open", "mine", "due", "closed", "all"] = "open"
    q: Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")] = ""
    origin: Code = ""
    after: Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")] = ""
    limit: int = Field(25, ge=1, le=100)


class EvidenceIn(Schema):
    """What is laid to a step."""

    step: Code
    kind: Code = Field("note", description="A kind that the procedure asks for, or note")
    text: Words
    source: Short = Field("", description="Where it is from or lies")


class FactIn(Schema):
    """An answer: yes, no, one of the choices, or a number."""

    value: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class CompleteIn(Schema):
    """A note that is laid to the step."""

    note: Words = ""


_TROUBLES: dict[Any, Any] = {401: Trouble, 403: Trouble, 404: Trouble}
_WRITES: dict[Any, Any] = {200: CaseOut, **_TROUBLES, 409: Trouble}
_ONE = "/{uuid:case_id}"


@router.get("", response={200: CasePage, **_TROUBLES}, url_name="cases", summary="Cases")
def listed(request: HttpRequest, asked: Query[CasesAsked]) -> dict[str, Any]:
    """Cases that reach the acting person, newest first."""
    acting = reader(request)
    filters = Filters(asked.look, asked.q, asked.origin)
    page = queries.page(acting, filters, {"after": asked.after} if asked.after else {}, asked.limit)
    last: Case | None = page.rows[-1] if page.after else None
    return {
        "items": [_line(case) for case in page.rows],
        "next": f"{last.opened_at.isoformat()}~{last.pk}" if last else None,
    }


@router.get(_ONE, response={200: CaseOut, **_TROUBLES}, url_name="case", summary="One case")
def one(request: HttpRequest, case_id: uuid.UUID) -> dict[str, Any]:
    """A case that reaches the acting person: steps, evidence, holds and their clocks."""
    return _out(request, case_id)


@router.post(_ONE + "/evidence", response=_WRITES, url_name="case_evidence", summary="Lay evidence to a step")
def lay(request: HttpRequest, case_id: uuid.UUID, said: EvidenceIn) -> dict[str, Any]:
    """Evidence in words at a step of the case; it stays. Files are sent in a page."""
    working.add_evidence(
        acting=reader(request), case_id=case_id, step=said.step, kind=said.kind, text=said.text, source=said.source
    )  # fmt: skip
    return _out(request, case_id)


@router.post(_ONE + "/facts/{slug:fact}", response=_WRITES, url_name="case_fact", summary="Answer a question")
def say(request: HttpRequest, case_id: uuid.UUID, fact: str, said: FactIn) -> dict[str, Any]:
    """The answer to a question of the procedure; a later one takes its place."""
    working.say(acting=reader(request), case_id=case_id, fact=fact, value=said.value)
    return _out(request, case_id)


@router.post(
    _ONE + "/steps/{slug:step}/complete", response=_WRITES, url_name="case_complete", summary="A step is done"
)
def complete(request: HttpRequest, case_id: uuid.UUID, step: str, said: CompleteIn) -> dict[str, Any]:
    """The step is done, or waits for its second person, who signs in a page."""
    working.complete_step(acting=reader(request), case_id=case_id, step=step, note=said.note)
    return _out(request, case_id)


def _out(request: HttpRequest, case_id: uuid.UUID) -> dict[str, Any]:
    acting, today = reader(request), timezone.localdate()
    case = queries.case_for(acting, case_id)
    standing, names, evidence = standing_of(case), queries.names_in(case), queries.evidence_of(case)
    return {
        **_line(case), "summary": case.summary, "procedure": f"{case.procedure.name} {case.procedure.version}",
        "to_do": [_step(work) for work in showing.works(acting, standing, evidence, names, today)],
        "steps": _steps(standing, names),
        "evidence": [
            {"id": e.pk, "step": e.step, "kind": e.kind, "text": e.text, "source": e.source, "sha256": e.sha256,
             "at": e.at}
            for e in evidence
        ],
        "holds": [
            {"number": h.number, "ground": h.ground, "law": h.law, "since": h.since, "due": h.due, "ended": h.ended,
             "days_left": (h.due - today).days if h.due and not h.ended else None}
            for h in queries.holds_of(case)
        ],
    }  # fmt: skip


def _line(case: Case) -> dict[str, Any]:
    return {
        "id": case.pk, "number": case.number, "title": case.title, "state": case.state, "origin": case.origin,
        "outcome": case.outcome, "owner": case.owner.name,
        "worked_by": case.with_agency.name if case.with_agency else case.owner.name,
        "open_steps": case.open_steps, "due_on": case.due_on, "stopped_why": case.stopped_why,
        "opened_at": case.opened_at, "closed_at": case.closed_at,
    }  # fmt: skip


def _step(work: showing.Work) -> dict[str, Any]:
    return {
        "step": work.step.id, "title": work.title, "role": work.role, "law": work.law,
        "due_on": work.clock.on if work.clock else None, "late_days": work.late_days,
        "asks": [
            {"fact": a.question.id, "text": a.text, "kind": a.question.kind,
             "choices": [code for code, _words in a.choices], "given": a.given}
            for a in work.asks
        ],
        "missing": [kind for kind, _words, count in work.missing for _n in range(count)],
        "hindered": list(work.hindered), "waits_for_second": bool(work.waits_for_second),
    }  # fmt: skip


def _steps(standing: Standing, names: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {"title": line.title, "role": line.role, "mark": line.mark or "", "on": line.when, "by": line.who}
        for line in showing.lines(standing, names)
    ]
