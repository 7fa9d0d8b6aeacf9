"""What is wrong with a procedure, in the reader's language: the library gives a code and facts, here stand the
sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tradewind.procedures.reading import Problem
from tradewind.procedures.sop import SOP
from tradewind_web.cases.words import text
from tradewind_web.phrasing import listed

#: Code -> what is wrong, and what to do about it.
SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    # ways through it
    "twice": (gettext_noop("two steps have the same id"), gettext_noop("give one of them another")),
    "unknown_role": (
        gettext_noop("nobody has the role “%(role)s”"),
        gettext_noop("choose a role of the procedure (%(known)s), or add this one to its roles"),
    ),
    "unknown_step": (
        gettext_noop("it names the step “%(name)s” (in %(field)s), and there is no such step"),
        gettext_noop("choose another step, or add that one"),
    ),
    "unknown_clock": (
        gettext_noop("its clock starts with “%(since)s”, which is no step"),
        gettext_noop("let it start with the case, with the step itself, or with a step that is there"),
    ),
    "dead_end": (
        gettext_noop("nothing follows it and it is no outcome"),
        gettext_noop("say what comes next, or give it an outcome"),
    ),
    "no_title": (gettext_noop("it has no title"), gettext_noop("write what is done, in a few words")),
    "no_choices": (
        gettext_noop("the question “%(question)s” has fewer than two answers to choose from"),
        gettext_noop("add answers"),
    ),
    "condition": (gettext_noop("the condition “%(text)s” cannot be read"), ""),  # mended as `MENDS` says
    "unknown_fact": (
        gettext_noop("a condition asks for “%(fact)s”, and nobody is asked it"),
        gettext_noop("add a question of this id, or correct the condition"),
    ),
    "unknown_choice": (
        gettext_noop("“%(fact)s” is never answered “%(value)s”"),
        gettext_noop("use one of: %(choices)s"),
    ),
    "not_yes_no": (
        gettext_noop("“%(fact)s” is answered by yes or no"),
        gettext_noop("write %(fact)s, or not %(fact)s"),
    ),
    "never_taken": (
        gettext_noop("something stands after a way on without a condition, so it is never taken"),
        gettext_noop("put the way on without a condition last"),
    ),
    "not_exhaustive": (
        gettext_noop("nothing comes next when %(gap)s"),
        gettext_noop("add a last way on without a condition"),
    ),
    "endless": (
        gettext_noop("it leads back to itself by steps that can all be passed by"),
        gettext_noop("let one step on the way be for every case"),
    ),
    "too_large": (
        gettext_noop("it can be gone through in too many ways to be checked"),
        gettext_noop("let fewer steps run side by side, or divide it"),
    ),
    "join": (
        gettext_noop("it can wait for ever for: %(steps)s"),
        gettext_noop("let every way lead through these steps, or do not wait for them"),
    ),
    "two_ends": (
        gettext_noop("it ends the case side by side with %(steps)s, and each waits for the other"),
        gettext_noop("join them before the end: let one wait for the other"),
    ),
    "stuck": (gettext_noop("a case can stand here and never go on"), gettext_noop("say what comes next")),
    "no_exit": (
        gettext_noop("it goes round without an end: %(steps)s"),
        gettext_noop("let one of these steps lead to an end"),
    ),
    "unsafe": (
        gettext_noop("goods can be handled here before the safety stop was done"),
        gettext_noop("let every way to it lead through the safety stop, without a condition"),
    ),
    "no_stop": (
        gettext_noop("goods are handled here, and no step is a safety stop"),
        gettext_noop("add a safety stop before it"),
    ),
    "guards_nothing": (
        gettext_noop("there is a safety stop, and no step is said to handle goods"),
        gettext_noop("say of the steps in which goods are handled that they are"),
    ),
    "unreachable": (
        gettext_noop("no way leads to it"),
        gettext_noop("let a step lead to it, or take it out"),
    ),
    # the form of a file
    "no_steps": (
        gettext_noop("it has no steps"),
        gettext_noop("begin with a workbook that was saved from here"),
    ),
    "too_many_steps": (
        gettext_noop("it has %(count)s steps"),
        gettext_noop("keep to %(most)s; divide it"),
    ),
    "not_a_step": (
        gettext_noop("this is no step"),
        gettext_noop("write its id, title and role"),
    ),
    "not_a_list": (gettext_noop("“%(value)s” is no list"), gettext_noop("write it between [ and ]")),
    "not_a_table": (
        gettext_noop("“%(name)s” is no table of names and values"),
        gettext_noop("write names and their values below it"),
    ),
    "not_values": (
        gettext_noop("“%(value)s” is no table of names and values"),
        gettext_noop("write { name = value }"),
    ),
    "not_a_text": (
        gettext_noop("%(name)s is no text of at most %(most)s letters"),
        gettext_noop("write it as a text, and shorter"),
    ),
    "unknown_word": (
        gettext_noop("“%(name)s” means nothing here"),
        gettext_noop("use one of: %(allowed)s"),
    ),
    "missing": (gettext_noop("%(name)s is missing"), gettext_noop("fill in %(name)s")),
    "not_a_choice": (
        gettext_noop("%(name)s cannot be “%(value)s”"),
        gettext_noop("write one of: %(allowed)s"),
    ),
    "bad_id": (
        gettext_noop("“%(value)s” cannot be an id (%(name)s)"),
        gettext_noop("use small letters, digits and _ only, and begin with a letter"),
    ),
    "not_a_number": (
        gettext_noop("%(name)s is no whole number"),
        gettext_noop("write a number of 0 to 36500"),
    ),
    "not_yes_or_no": (
        gettext_noop("%(name)s is neither yes nor no"),
        gettext_noop("write true or false"),
    ),
    "not_toml": (
        gettext_noop("the file is not TOML (%(trouble)s)"),
        gettext_noop("write it as the shipped ones are, or use the workbook"),
    ),
    # one laid over another
    "unknown_base": (
        gettext_noop("there is no procedure “%(named)s” to lay it over"),
        gettext_noop("name a procedure that is there"),
    ),
    "other_base": (
        gettext_noop("it is made for “%(named)s”, and this is %(base)s"),
        gettext_noop("look at what changed in between, then name %(base)s as its base"),
    ),
    "fixed": (
        gettext_noop("%(name)s belongs to the procedure it is laid over and cannot be changed"),
        gettext_noop("take it out"),
    ),
    "stop_dropped": (gettext_noop("a safety stop cannot be left out"), gettext_noop("keep it")),
    "cannot_drop": (
        gettext_noop("it cannot be left out: several steps follow it, or none"),
        gettext_noop("change what leads to it first"),
    ),
    "no_reason": (gettext_noop("nothing says why it is left out"), gettext_noop("write why")),
    "not_in_base": (
        gettext_noop("the procedure it is laid over has no such step"),
        gettext_noop("write at %(name)s one of: %(allowed)s"),
    ),
}
#: Why a condition cannot be read -> what to write instead.
MENDS: Final[Mapping[str, str]] = {
    "long": gettext_noop("write it in at most %(word)s letters"),
    "empty": gettext_noop("write what must hold, or leave the condition out"),
    "between": gettext_noop("write “and” or “or” between two parts"),
    "deep": gettext_noop("put at most %(word)s brackets and “not” inside each other"),
    "no_fact": gettext_noop("compare the answer to a question with a value, as in danger == 'none'"),
    "ends": gettext_noop("a question, a number or a 'text' is missing at the end"),
    "misplaced": gettext_noop("where it stops to make sense belongs a question, a number or a 'text'"),
    "word": gettext_noop("“%(word)s” is missing"),
    "sign": gettext_noop(
        "write questions by their id, texts between '…', and only ==, !=, <, <=, >, >=, in, and, or, not"
    ),
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """A problem as a page tells it; `step` is its id, "" for the whole."""

    step: str
    title: str
    what: str
    mend: str

    def __str__(self) -> str:
        return _("%(what)s – %(mend)s") % {"what": self.what, "mend": self.mend}


def told(problems: Iterable[Problem], sop: SOP | None = None) -> list[Wrong]:
    """Each problem in the reader's language, with the titles of the procedure's steps where it can be read."""
    return [_told(problem, sop) for problem in problems]


def _told(problem: Problem, sop: SOP | None) -> Wrong:
    facts = dict(problem.facts)
    if sop is not None and "steps" in facts:
        facts["steps"] = listed(_title(sop, name) for name in facts["steps"].split(", "))
    steps = problem.step.split(", ") if problem.step else []
    title = listed(_title(sop, name) for name in steps)
    what, mend = SENTENCES[problem.code]
    if problem.code == "condition":
        mend = MENDS[facts["why"]]
    return Wrong(problem.step, title, _(what) % facts, _(mend) % facts)


def _title(sop: SOP | None, name: str) -> str:
    return (text(sop, f"{name}.title") if sop is not None else "") or name
