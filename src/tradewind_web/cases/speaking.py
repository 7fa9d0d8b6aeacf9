"""A procedure said in another language: by its own texts there, the shipped sentences by ours."""

from __future__ import annotations

from dataclasses import replace

from django.utils import translation
from django.utils.translation import gettext

from tradewind.procedures.sop import SOP, Question, Step
from tradewind_web.cases.models import Procedure
from tradewind_web.cases.words import text


def spoken(sop: SOP, language: str) -> SOP:
    """The procedure with this language as its own; as it is where it does not speak it."""
    if language == sop.language:
        return sop
    with translation.override(language):
        if text(sop, "title") == sop.title and text(sop, f"{sop.start.id}.title") == sop.start.title:
            return sop
        return replace(
            sop, language=language, title=text(sop, "title"), note=text(sop, "note"),
            roles={role: text(sop, f"role.{role}") for role in sop.roles},
            questions=tuple(_question(sop, question) for question in sop.questions),
            steps=tuple(_step(sop, step) for step in sop.steps),
            texts={other: words for other, words in sop.texts.items() if other != language},
        )  # fmt: skip


def called(procedure: Procedure) -> str:
    """How a procedure is called in the reader's language, with its name and version."""
    return f"{text(procedure.sop, 'title')} ({procedure.name} {procedure.version})"


def _question(sop: SOP, question: Question) -> Question:
    return replace(question, asked=text(sop, f"question.{question.id}"))


def _step(sop: SOP, step: Step) -> Step:
    deadline = step.deadline
    if deadline is not None and deadline.basis:
        deadline = replace(deadline, basis=gettext(deadline.basis))
    return replace(
        step, title=text(sop, f"{step.id}.title"), what=text(sop, f"{step.id}.what"),
        legal_basis=text(sop, f"{step.id}.legal_basis"), deadline=deadline,
        grounds=tuple(gettext(ground) for ground in step.grounds),
    )  # fmt: skip
