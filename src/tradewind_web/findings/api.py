"""Findings for programs: the same queue, the same page, the same acts, and the same rule of who sees what."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from ninja.errors import ValidationError
from pydantic import Field

from tradewind_web.agencies.acting import Acting
from tradewind_web.errors import NotAllowed
from tradewind_web.findings import actions
from tradewind_web.findings.filtering import Filters
from tradewind_web.findings.forms import ACTS, RuleOutForm
from tradewind_web.findings.models import Finding
from tradewind_web.findings.queries import Item, evidence_for, explanations_of, finding_for, queue_page

router = Router(tags=["findings"])
MOST_A_PAGE = 100
_TIERS = {1: "look first", 2: "look if time", 3: "note"}


class Interval(Schema):
    """A figure as low, mid and high; `mid` is null where no best figure may be named."""

    low: float
    mid: float | None
    high: float


class Subject(Schema):
    """What a finding is about: a natural key."""

    kind: str
    id: str


class ReasonOut(Schema):
    """A reason in the language of the request, and on how many rows it rests."""

    code: str
    text: str
    rows: int


class LawfulOut(Schema):
    """A lawful explanation still to be ruled out, or how the agency ruled it out."""

    digest: str
    text: str
    ruled_out: str | None = None


class FindingOut(Schema):
    """A finding as it stands for the acting agency. There is no score: the tier says how soon to look."""

    id: uuid.UUID
    question_id: str = Field(description="The same for the same question, whoever holds the finding")
    revision: str
    status: Literal["current", "withdrawn"]
    tier: Literal["look first", "look if time", "note"]
    detector: str
    version: str
    subject: Subject
    party: str | None
    partner: str | None
    substance: str | None
    period_start: date | None
    period_end: date | None
    mass_kg: Interval | None
    co2e_t: Interval | None
    odp_t: Interval | None
    reasons: list[ReasonOut]
    cheapest_check: str
    record: str = Field(description="How like findings ended in this agency, in a sentence")
    state: str
    assignee: str | None
    put_aside_until: date | None
    watched: bool
    owner: str
    tlp: str
    permitted: str
    first_seen: datetime
    last_seen: datetime


class RowOut(Schema):
    """A row behind a reason; where it does not reach the reader, only with whom it rests."""

    reason: int
    row_ref: str | None
    values: dict[str, Any] | None
    rests_with: str | None


class FindingDetail(FindingOut):
    """A finding with all that its page shows."""

    lawful_explanations: list[LawfulOut]
    rows: list[RowOut]


class FindingPage(Schema):
    """A page of the queue; `next` is the `after` of the following one."""

    items: list[FindingOut]
    next: str | None


class Asked(Schema):
    """How the queue is narrowed, as in the page."""

    state: str = "open"
    tier: Literal["", "1", "2", "3"] = ""
    assignee: Literal["", "me", "nobody"] = ""
    detector: str = ""
    substance: str = ""
    partner: str = ""
    watch: Literal["", "any"] = ""
    q: str = ""
    after: str = ""
    limit: int = Field(25, ge=1, le=MOST_A_PAGE)


class TriageIn(Schema):
    """One act on a finding; which fields it takes depends on `act`, as in the forms."""

    act: Literal["assign", "snooze", "wrong", "explain", "confirm", "join", "reopen"]
    to: int | None = Field(None, description="assign: the colleague's number")
    until: date | None = Field(None, description="snooze: the day it comes back")
    why: str | None = Field(None, description="snooze, reopen: the reason")
    because: str | None = Field(None, description="wrong: data, subject, rule, known or other")
    note: str | None = Field(None, description="wrong, confirm: in your words")
    explanation: str | None = Field(None, description="explain: what was seen")
    inspected_on: date | None = Field(None, description="explain, confirm: the day of the check")
    stands_until: date | None = Field(None, description="explain: the last day it stands")
    result: str | None = Field(None, description="confirm: illegal or paper_breach")
    proof: str | None = Field(None, description="confirm: document, field instrument, laboratory or judgment")
    into: uuid.UUID | None = Field(None, description="join: the finding it goes on under")


class RuleOutIn(Schema):
    """How a lawful explanation was ruled out; without `how` it is possible again."""

    digest: str
    how: str | None = None


class Trouble(Schema):
    """What stands against the request, and what to do."""

    detail: str


_TROUBLES: dict[Any, Any] = {401: Trouble, 403: Trouble, 404: Trouble}
_REFUSED: dict[Any, Any] = {**_TROUBLES, 409: Trouble}


def reader(request: HttpRequest) -> Acting:
    """Who asks.

    Raises:
        NotAllowed: their roles see no records.
    """
    acting: Acting = request.acting  # type: ignore[attr-defined]
    if not acting.sees_content:
        raise NotAllowed(_("reading records"), _("officer, analyst or supervisor"))
    return acting


@router.get("", response={200: FindingPage, **_TROUBLES}, url_name="findings", summary="The queue")
def listed(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Findings that reach the acting person, in the order of work, each question once."""
    acting = reader(request)
    filters = Filters.of({k: str(v) for k, v in asked.dict(exclude={"after", "limit"}).items()})
    page = queue_page(acting, filters, asked.after, size=asked.limit)
    return {"items": [_out(item) for item in page.items], "next": page.after or None}


@router.get(
    "/{uuid:finding_id}",
    response={200: FindingDetail, **_TROUBLES},
    url_name="finding",
    summary="One finding",
)
def one(request: HttpRequest, finding_id: uuid.UUID) -> dict[str, Any]:
    """A finding with its rows, each shown where its batch reaches the acting person."""
    acting = reader(request)
    return _detail(acting, finding_for(acting, finding_id))


@router.post(
    "/{uuid:finding_id}/triage",
    response={200: FindingDetail, **_REFUSED},
    url_name="triage",
    summary="Judge a finding",
)
def triage(request: HttpRequest, finding_id: uuid.UUID, said: TriageIn) -> dict[str, Any]:
    """Do one thing to a finding, for the acting agency alone."""
    acting = reader(request)
    finding_for(acting, finding_id)
    form = ACTS[said.act](acting, {k: v for k, v in said.dict(exclude={"act"}).items() if v is not None})
    _must_hold(form)
    form.do([finding_id])
    return _detail(acting, finding_for(acting, finding_id))


@router.post(
    "/{uuid:finding_id}/explanations", response={200: FindingDetail, **_REFUSED}, url_name="explanations",
    summary="Rule out a lawful explanation",
)  # fmt: skip
def rule_out(request: HttpRequest, finding_id: uuid.UUID, said: RuleOutIn) -> dict[str, Any]:
    """Tick off a lawful explanation with how it was ruled out, or take the tick back."""
    acting = reader(request)
    if said.how is None:
        actions.leave_open(acting=acting, finding=finding_id, digest=said.digest)
    else:
        form = RuleOutForm({"digest": said.digest, "how": said.how})
        finding_for(acting, finding_id)
        _must_hold(form)
        actions.rule_out(acting=acting, finding=finding_id, **form.cleaned_data)
    return _detail(acting, finding_for(acting, finding_id))


def _must_hold(form: Form) -> None:
    """The rules of the page's form hold here too; 422 names the fields that break them."""
    if not form.is_valid():
        raise ValidationError(
            [{"loc": ["body", name], "msg": " ".join(map(str, errors)), "type": "value_error"}
             for name, errors in form.errors.items()]
        )  # fmt: skip


def _detail(acting: Acting, item: Item) -> dict[str, Any]:
    how = {digest: tick.how for digest, tick in explanations_of(acting, item.finding).items()}
    return _out(item) | {
        "lawful_explanations": [
            {"digest": e.digest, "text": e.text, "ruled_out": how.get(e.digest)}
            for e in item.words.lawful
        ],
        "rows": [
            {"reason": place, "row_ref": row.row_ref or None, "values": row.values or None,
             "rests_with": row.rests_with or None}
            for place, rows in sorted(evidence_for(acting, item.finding).items())
            for row in rows
        ],
    }  # fmt: skip


def _out(item: Item) -> dict[str, Any]:
    finding, triage_ = item.finding, item.triage
    return {
        "id": finding.pk, "question_id": finding.library_id, "revision": finding.revision, "status": finding.status,
        "tier": _TIERS[finding.tier], "detector": finding.detector, "version": finding.version,
        "subject": {"kind": finding.subject_kind, "id": finding.subject_id}, "party": finding.party or None,
        "partner": finding.partner or None, "substance": finding.substance or None,
        "period_start": finding.period_start, "period_end": finding.period_end, **_figures(finding),
        "reasons": [{"code": w.code, "text": w.text, "rows": w.rows} for w in item.words.reasons],
        "cheapest_check": item.words.check, "record": item.record, "state": item.state,
        "assignee": triage_.assignee.display_name if triage_ and triage_.assignee else None,
        "put_aside_until": triage_.snoozed_until if triage_ else None, "watched": item.watch is not None,
        "owner": finding.owner.name, "tlp": finding.audience.tlp, "permitted": finding.audience.permitted,
        "first_seen": finding.first_seen, "last_seen": finding.last_seen,
    }  # fmt: skip


def _figures(finding: Finding) -> dict[str, Any]:
    f = finding
    return {
        "mass_kg": _interval((f.mass_low_g, f.mass_mid_g, f.mass_high_g), 1_000),
        "co2e_t": _interval((f.co2e_low_kg, f.co2e_mid_kg, f.co2e_high_kg), 1_000),
        "odp_t": _interval((f.odp_low_g, f.odp_mid_g, f.odp_high_g), 1_000_000),
    }


def _interval(ends: Sequence[int | None], units: int) -> dict[str, float | None] | None:
    low, mid, high = ends
    if low is None or high is None:
        return None
    return {"low": low / units, "mid": None if mid is None else mid / units, "high": high / units}
