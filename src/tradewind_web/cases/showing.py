"""What the page of a case shows: what to do now, the steps and how they stand, what was known, what changed since."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tradewind.procedures.clocks import Due
from tradewind.procedures.drawing import Mark, draw, mark
from tradewind.procedures.running import missing_evidence, possible
from tradewind.procedures.sop import SOP, Question, Step
from tradewind_web.agencies.acting import Acting
from tradewind_web.cases.freezing import Since, changed_since, is_whole, known_now
from tradewind_web.cases.models import Case, Evidence, Frozen
from tradewind_web.cases.policy import can_do
from tradewind_web.cases.running import Standing, in_words
from tradewind_web.cases.words import ANSWERS, EVIDENCE, language, said, text
from tradewind_web.phrasing import listed


@dataclass(frozen=True)
class Asked:
    """A question of the procedure with its answers in words and the one that was given."""

    question: Question
    text: str
    choices: Sequence[tuple[str, str]]
    given: str


@dataclass(frozen=True)
class Work:
    """A step that is to be done: everything its card says."""

    step: Step
    title: str
    what: str
    role: str
    law: str
    clock: Due | None
    late_days: int
    asks: Sequence[Asked]
    missing: Sequence[tuple[str, str, int]]  # kind, words, how many more
    hindered: Sequence[str]
    evidence: Sequence[tuple[str, Evidence]]  # kind in words
    waits_for_second: str
    is_late: bool
    can_do: bool
    can_confirm: bool

    @property
    def holds(self) -> bool:
        """Whether goods are held in this step."""
        return self.step.form == "detention_notice"


@dataclass(frozen=True)
class Line:
    """A step in the list of all."""

    title: str
    role: str
    mark: Mark
    when: str
    who: str


@dataclass(frozen=True)
class Known:
    """What was known at a moment, as far as it reaches the reader, and what changed since."""

    frozen: Frozen
    whole: bool
    findings: Sequence[Mapping[str, Any]]
    hidden: int
    since: Sequence[Since]


def works(
    acting: Acting, standing: Standing, evidence: Sequence[Evidence], names: Mapping[str, str], today: date
) -> list[Work]:
    """The steps that are to be done now, the first due first."""
    hindrances = {can.step: can.hindered for can in possible(standing.sop, standing.state)}
    found = []
    for one in standing.state.open:
        step = standing.sop.by_id[one.step]
        clock = standing.clock(step.id)
        found.append(Work(
            step, text(standing.sop, f"{step.id}.title"), text(standing.sop, f"{step.id}.what"),
            role_of(standing.sop, step), text(standing.sop, f"{step.id}.legal_basis"), clock,
            clock.late_days(today) if clock else 0, _asked(standing, step),
            [(kind, said(EVIDENCE, kind), count) for kind, count in missing_evidence(standing.state, step)],
            [in_words(h, standing.sop) for h in hindrances.get(step.id, ())],
            [(said(EVIDENCE, e.kind), e) for e in evidence if e.step == step.id],
            names.get(one.completed_by, "") if one.completed_by else "", one.late, can_do(acting, step.role),
            bool(one.completed_by) and one.completed_by != str(acting.user.pk),
        ))  # fmt: skip
    return sorted(found, key=lambda w: (w.clock is None, w.clock.on if w.clock else today))


def lines(standing: Standing, names: Mapping[str, str]) -> list[Line]:
    """Every step of the procedure in its order, with how it stands."""
    found = []
    done = {one.step: one for one in standing.state.done}
    for step in standing.sop.steps:
        was = done.get(step.id)
        who = listed(filter(None, (names.get(key, "") for key in (was.by, was.second)))) if was else ""
        found.append(Line(
            text(standing.sop, f"{step.id}.title"), role_of(standing.sop, step), mark(standing.state, step.id),
            was.on.isoformat() if was else "", who,
        ))  # fmt: skip
    return found


def flow(sop: SOP, standing: Standing | None = None) -> str:
    """The drawing, with how the case stands in it."""
    marks = {
        "done": _("done"),
        "open": _("to be done"),
        "late": _("to be made good"),
        "passed": _("not for this case"),
    }
    spoken = _spoken(sop)
    return draw(spoken, language(), standing.state if standing else None, marks)  # type: ignore[arg-type]


def role_of(sop: SOP, step: Step) -> str:
    """Who does a step, in words."""
    return text(sop, f"role.{step.role}") or step.role


def known(acting: Acting, case: Case, frozen: Sequence[Frozen]) -> list[Known]:
    """What was frozen. Of findings that do not reach another agency it is told that they are there, and no more."""
    kept = [(one, json.loads(one.content)["findings"] if one.content else []) for one in frozen]
    now = known_now(acting, {f["id"] for _one, findings in kept for f in findings})
    is_own = case.owner_id == acting.agency.pk
    found = []
    for one, findings in kept:
        shown = [f for f in findings if is_own or f["id"] in now]
        found.append(Known(one, is_whole(one), shown, len(findings) - len(shown), changed_since(shown, now)))
    return found


def _asked(standing: Standing, step: Step) -> list[Asked]:
    """The questions of a step: those to answer first, and those answered that choose what comes next."""
    found, named = [], step.facts
    for question in standing.sop.questions:
        if question.id in named:
            codes = ("yes", "no") if question.kind == "yes_no" else question.choices
            value = standing.state.facts.get(question.id, "")
            given = ("yes" if value else "no") if isinstance(value, bool) else value
            found.append(Asked(
                question, text(standing.sop, f"question.{question.id}"), [(c, said(ANSWERS, c)) for c in codes],
                str(given),
            ))  # fmt: skip
    return found


def _spoken(sop: SOP) -> SOP:
    """The procedure with its titles in the reader's language."""
    titles = {"title": text(sop, "title"), **{f"{s.id}.title": text(sop, f"{s.id}.title") for s in sop.steps}}
    spoken = language().partition("-")[0]
    return replace(sop, texts={**sop.texts, spoken: {**sop.texts.get(spoken, {}), **titles}})


@dataclass(frozen=True)
class Told:
    """A step of a procedure as its table has it."""

    step: Step
    title: str
    what: str
    role: str
    law: str
    until: str
    evidence: str
    after: Sequence[tuple[str, str]]


def steps(sop: SOP) -> list[Told]:
    """Every step with all it says."""
    return [
        Told(
            step, text(sop, f"{step.id}.title"), text(sop, f"{step.id}.what"), role_of(sop, step),
            text(sop, f"{step.id}.legal_basis"), until(sop, step),
            listed(f"{said(EVIDENCE, e.kind)} ({e.count})" if e.count > 1 else said(EVIDENCE, e.kind)
                      for e in step.evidence),
            [(text(sop, f"{b.to}.title"), b.when) for b in step.next],
        )
        for step in sop.steps
    ]  # fmt: skip


def until(sop: SOP, step: Step) -> str:
    """A deadline in words."""
    deadline = step.deadline
    if deadline is None:
        return ""
    since = {"case": _("the opening of the case"), "step": _("the beginning of the step")}.get(
        deadline.since, text(sop, f"{deadline.since}.title")
    )
    if deadline.counted == "working":
        said_ = ngettext(
            "%(days)s working day from: %(since)s", "%(days)s working days from: %(since)s", deadline.days
        )
    else:
        said_ = ngettext("%(days)s day from: %(since)s", "%(days)s days from: %(since)s", deadline.days)
    return said_ % {"days": deadline.days, "since": since}


def told(sop: SOP, evidence: Sequence[Evidence]) -> list[tuple[str, str, Evidence]]:
    """Each piece of evidence with its kind and its step in words."""
    return [(said(EVIDENCE, e.kind), text(sop, f"{e.step}.title") or e.step, e) for e in evidence]
