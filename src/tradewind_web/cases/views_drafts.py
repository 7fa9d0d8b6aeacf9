"""Pages in which a procedure is edited as a table of steps; each save is checked and shown beside its drawing."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tradewind.procedures.checking import check
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.cases import comparing, policy, showing
from tradewind_web.cases.actions import drafting
from tradewind_web.cases.forms_procedures import (
    NewStepForm,
    PublishForm,
    QuestionForm,
    Saved,
    StepForm,
    WholeForm,
    question_of,
    step_of,
    whole_of,
)
from tradewind_web.cases.models_procedures import ProcedureDraft
from tradewind_web.cases.problems import Wrong, told
from tradewind_web.cases.shelf import draft_for, rule_of
from tradewind_web.cases.words import ANSWERS, language, said, text
from tradewind_web.errors import Refused


@require_POST
@for_content
def start(request: HttpRequest, procedure_id: uuid.UUID) -> HttpResponse:
    """A draft of a new version, begun from this one, in the reader's language where it speaks it."""
    made = drafting.start(acting=acting_of(request), procedure_id=procedure_id, language=language())
    return redirect("cases:draft", made.pk)


@require_safe
@for_content
def draft(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """The draft: its steps with what must be mended, the drawing, the questions, what differs, publishing it."""
    found = _draft(request, draft_id)
    sop = found.sop
    begun = {"revision": found.revision, "version": sop.version, "author": sop.author}
    return _page(request, found, PublishForm(initial=begun))


@for_content
def whole(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """The title, the note, where it holds, and the roles."""
    found = _draft(request, draft_id)
    form = WholeForm(request.POST or None, initial={**whole_of(found.sop), "revision": found.revision})

    def save(acting: Acting) -> str:
        values = form.cleaned_data
        drafting.change_whole(acting=acting, draft_id=draft_id, **values)
        return ""

    return _edited(request, found, form, _("Title, note and roles"), save)


@for_content
def step(request: HttpRequest, draft_id: uuid.UUID, step: str) -> HttpResponse:
    """One step with all it says."""
    found = _draft(request, draft_id)
    sop = found.sop
    one = sop.by_id.get(step)
    if one is None:
        raise Http404
    base = found.base.sop.by_id.get(step)
    form = StepForm(
        sop, one, base, request.POST or None, initial={**step_of(one), "revision": found.revision}
    )

    def save(acting: Acting) -> str:
        drafting.save_step(
            acting=acting, draft_id=draft_id, revision=form.cleaned_data["revision"], step=form.made()
        )
        return step

    problems = [wrong for wrong in _problems(found) if step in wrong.step.split(", ")]
    return _edited(request, found, form, text(sop, f"{step}.title"), save, problems=problems, step=one)


@for_content
def new_step(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """A step more, after another; then its own page."""
    found = _draft(request, draft_id)
    sop = found.sop
    begun = {"revision": found.revision, "after": request.GET.get("after", sop.steps[-1].id)}
    form = NewStepForm(sop, request.POST or None, initial=begun)
    made: list[str] = []

    def save(acting: Acting) -> str:
        made.append(drafting.add_step(acting=acting, draft_id=draft_id, **form.cleaned_data)[1])
        return made[0]

    response = _edited(request, found, form, _("Add a step"), save)
    return redirect("cases:draft_step", draft_id, made[0]) if made else response


@require_POST
@for_content
def move_step(request: HttpRequest, draft_id: uuid.UUID, step: str) -> HttpResponse:
    """A step one place up or down."""
    to = "up" if request.POST.get("to") == "up" else "down"
    return _done(request, draft_id, step, lambda acting, revision: drafting.move_step(
        acting=acting, draft_id=draft_id, revision=revision, step=step, to=to,  # type: ignore[arg-type]
    ))  # fmt: skip


@require_POST
@for_content
def remove_step(request: HttpRequest, draft_id: uuid.UUID, step: str) -> HttpResponse:
    """A step taken out."""
    return _done(request, draft_id, "", lambda acting, revision: drafting.remove_step(
        acting=acting, draft_id=draft_id, revision=revision, step=step,
    ))  # fmt: skip


@for_content
def question(request: HttpRequest, draft_id: uuid.UUID, question: str) -> HttpResponse:
    """One question and its answers."""
    found = _draft(request, draft_id)
    one = next((each for each in found.sop.questions if each.id == question), None)
    if one is None:
        raise Http404
    begun = {**question_of(one), "revision": found.revision}
    form = QuestionForm(found.sop, one, request.POST or None, initial=begun)
    return _question(request, found, form, _("Question"))


@for_content
def new_question(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """A question more."""
    found = _draft(request, draft_id)
    form = QuestionForm(found.sop, None, request.POST or None, initial={"revision": found.revision})
    return _question(request, found, form, _("Add a question"))


@require_POST
@for_content
def remove_question(request: HttpRequest, draft_id: uuid.UUID, question: str) -> HttpResponse:
    """A question taken out."""
    return _done(request, draft_id, "", lambda acting, revision: drafting.save_question(
        acting=acting, draft_id=draft_id, revision=revision, question=None, name=question,
    ))  # fmt: skip


@require_POST
@for_content
def publish(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """The draft as a new version."""
    found = _draft(request, draft_id)
    form = PublishForm(request.POST)
    if form.is_valid():
        try:
            made = drafting.publish(acting=acting_of(request), draft_id=draft_id, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            if made.is_in_force:
                messages.success(request, _("It is in force and signed: new cases can run on it."))
            else:
                messages.success(request, _("The procedure is there. A second person adopts it."))
            return redirect("cases:procedure", made.pk)
    return _page(request, found, form, 409)


@require_POST
@for_content
def give_up(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """The draft is no longer worked at."""
    drafting.give_up(acting=acting_of(request), draft_id=draft_id)
    messages.success(request, _("The draft is given up; its history stays."))
    return redirect("cases:procedures")


def _draft(request: HttpRequest, draft_id: uuid.UUID) -> ProcedureDraft:
    acting = acting_of(request)
    found = draft_for(acting, draft_id)
    policy.may_set(acting)
    return found


def _problems(found: ProcedureDraft) -> list[Wrong]:
    sop = found.sop
    return told(check(sop), sop)


def _page(request: HttpRequest, found: ProcedureDraft, form: PublishForm, status: int = 200) -> HttpResponse:
    sop, problems = found.sop, _problems(found)
    rows = [
        (one, [wrong for wrong in problems if one.step.id in wrong.step.split(", ")])
        for one in showing.steps(sop)
    ]
    asked = [(one, [said(ANSWERS, code) for code in one.choices]) for one in sop.questions]
    context = {
        "draft": found, "sop": sop, "title": text(sop, "title"), "rows": rows, "problems": problems,
        "asked": asked, "flow": showing.flow(sop), "lines": comparing.differences(found.base.sop, sop),
        "form": form, "two_people": rule_of(acting_of(request).agency).two_people,
    }  # fmt: skip
    return render(request, "cases/draft.html", context, status=status)


def _question(request: HttpRequest, found: ProcedureDraft, form: QuestionForm, title: str) -> HttpResponse:
    def save(acting: Acting) -> str:
        drafting.save_question(
            acting=acting, draft_id=found.pk, revision=form.cleaned_data["revision"], question=form.made()
        )
        return "questions"

    return _edited(request, found, form, title, save)


def _edited(
    request: HttpRequest, found: ProcedureDraft, form: forms.Form, title: str, save: Callable[[Acting], str],
    **more: Any,
) -> HttpResponse:  # fmt: skip
    """The page of one form of the draft; a save goes back to the draft, to the part that was saved."""
    if request.method == "POST" and form.is_valid():
        try:
            part = save(acting_of(request))
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It is saved."))
            return redirect(_place(found.pk, part))
    sop = found.sop
    asked = [
        (one, _answers(one.kind, one.choices)) for one in sop.questions
    ] if isinstance(form, StepForm) else []  # fmt: skip
    context = {"draft": found, "sop": sop, "title": title, "form": form, "asked": asked, **more}
    if isinstance(form, StepForm):
        context["flow"] = showing.flow(sop)
    return render(request, "cases/draft_part.html", context, status=409 if form.errors else 200)


def _answers(kind: str, choices: tuple[str, ...]) -> list[tuple[str, str]]:
    """How an answer is written in a condition, and what it means."""
    if kind == "yes_no":
        return [("", _("write the name alone, or not and the name"))]
    if kind == "number":
        return [("", _("compare it, as in cylinders > 10"))]
    return [(f"'{code}'", said(ANSWERS, code)) for code in choices]


def _done(
    request: HttpRequest, draft_id: uuid.UUID, part: str, do: Callable[[Acting, int], object]
) -> HttpResponse:
    form = Saved(request.POST)
    try:
        if not form.is_valid():
            _draft(request, draft_id)
            raise Refused(_("open the draft again, and press the button there"))
        do(acting_of(request), form.cleaned_data["revision"])
    except Refused as error:
        messages.error(request, str(error))
    return redirect(_place(draft_id, part))


def _place(draft_id: uuid.UUID, part: str) -> str:
    address = reverse("cases:draft", args=[draft_id])
    return f"{address}#{part}" if part else address
