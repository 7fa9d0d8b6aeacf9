"""An agency's own law laid over a procedure, without forking it: changed fields, inserted and left-out steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, Final

from tradewind.procedures.reading import Form, NotAProcedure
from tradewind.procedures.sop import SOP, Branch, Step

_OWN: Final = ("id", "version", "title", "author", "jurisdiction", "language", "note")
_ALLOWED: Final = frozenset({*_OWN, "base", "roles", "questions", "texts", "change", "insert", "drop"})
#: What protects people is the base's: a national procedure may add to it, never take it away.
_FIXED: Final = ("id", "is_safety_stop", "handles_goods")


def overlay(base: SOP, national: Mapping[str, Any], name: str = "procedure") -> SOP:
    """The base with the agency's own law, deadlines, forms and steps.

    `national` holds the fields of its own (`id`, `version`, `title`, `author` ...), `base` (`harmonised 1.0`), and
    lists: `change` ({step, and the fields that differ}), `insert` ({after or before, and a whole step}), `drop`
    ({step, why}). `roles`, `questions` and `texts` are added.

    Raises:
        NotAProcedure: with every problem of its form.
    """
    form = Form()
    for word in sorted(set(national) - _ALLOWED):
        form.say(
            "unknown_word",
            "",
            f"“{word}” means nothing in a variant"[:200],
            f"use {', '.join(sorted(_ALLOWED))}",
            name=word[:100],
            allowed=", ".join(sorted(_ALLOWED)),
        )
    if str(national.get("base", "")) not in (base.id, base.name):
        form.say(
            "other_base", "", f"it is made for {national.get('base')!r}, and this is {base.name}"[:200],
            f"look at what changed in between, then write base = “{base.name}”", base=base.name,
            named=str(national.get("base", ""))[:100],
        )  # fmt: skip
    steps = list(base.steps)
    for row in form.rows(national.get("change", []), "change"):
        _change(steps, row, form)
    for row in form.rows(national.get("insert", []), "insert"):
        _insert(steps, row, form)
    for row in form.rows(national.get("drop", []), "drop"):
        _drop(steps, row, form)
    asked = [form.question(row) for row in form.rows(national.get("questions", []), "questions")]
    questions = {question.id: question for question in (*base.questions, *asked)}
    texts = {language: dict(words) for language, words in base.texts.items()}
    for language, words in form.table(national.get("texts", {}), "texts").items():
        texts[language] = {**texts.get(language, {}), **form.words(words, f"texts.{language}")}
    own = {field: national[field] for field in _OWN if field in national}
    roles = {**base.roles, **form.words(national.get("roles", {}), "roles")}
    made = form.made(
        SOP,
        {
            "steps": tuple(steps),
            "language": base.language,
            **own,
            "questions": tuple(questions.values()),
            "roles": roles,
            "texts": texts,
            "based_on": base.name,
        },
        "",
    )
    if form.problems:
        raise NotAProcedure(name, form.problems)
    return made  # type: ignore[no-any-return]


def _change(steps: list[Step], row: Any, form: Form) -> None:
    place = _place(steps, row, "step", form)
    if place is None:
        return
    given = {key: value for key, value in row.items() if key != "step"}
    for field in _FIXED:
        if field in given:
            form.say(
                "fixed",
                steps[place].id,
                f"{field} is the base's and cannot be changed",
                "take it out",
                name=field,
            )
            return
    before = {key: value for key, value in asdict(steps[place]).items() if key not in given}
    steps[place] = replace(
        form.step({"id": "x", "title": "x", "role": "x", **_lists(before), **given}, place + 1),
        id=steps[place].id,
    )


def _insert(steps: list[Step], row: Any, form: Form) -> None:
    where = "after" if isinstance(row, Mapping) and "after" in row else "before"
    place = _place(steps, row, where, form)
    if place is None:
        return
    given = {key: value for key, value in row.items() if key not in ("after", "before")}
    beside = steps[place]
    if where == "after":
        made = replace(form.step(given, place + 2), next=beside.next, split=beside.split)
        steps[place] = replace(beside, next=(Branch(made.id),), split="one")
        steps.insert(place + 1, made)
    else:
        # it takes over what the other waited for, so that both ways still meet once
        made = replace(
            form.step(given, place + 1), next=(Branch(beside.id),), split="one", waits_for=beside.waits_for
        )
        _lead(steps, beside.id, made.id)
        steps[place] = replace(beside, waits_for=())
        steps.insert(place, made)


def _drop(steps: list[Step], row: Any, form: Form) -> None:
    place = _place(steps, row, "step", form)
    if place is None:
        return
    gone = steps[place]
    if gone.is_safety_stop:
        form.say("stop_dropped", gone.id, "a safety stop cannot be left out", "keep it")
    elif len(gone.next) != 1:
        form.say("cannot_drop", gone.id, "several steps follow it, or none", "change what leads to it first")
    elif not str(row.get("why", "")).strip():
        form.say("no_reason", gone.id, "nothing says why it is left out", "write why = …")
    else:
        steps.pop(place)
        _lead(steps, gone.id, gone.next[0].to)
        for at, step in enumerate(steps):
            if gone.id in step.waits_for:
                steps[at] = replace(step, waits_for=tuple(w for w in step.waits_for if w != gone.id))


def _lead(steps: list[Step], formerly: str, to: str) -> None:
    """Every branch to the one leads to the other."""
    for at, step in enumerate(steps):
        if any(branch.to == formerly for branch in step.next):
            led = (replace(b, to=to) if b.to == formerly else b for b in step.next)
            steps[at] = replace(step, next=tuple(dict.fromkeys(led)))


def _place(steps: list[Step], row: Any, field: str, form: Form) -> int | None:
    wanted = row.get(field) if isinstance(row, Mapping) else None
    for place, step in enumerate(steps):
        if step.id == wanted:
            return place
    known = ", ".join(step.id for step in steps)
    form.say(
        "not_in_base", str(wanted or ""), "the base has no such step", f"write {field} = one of: {known}",
        name=field, allowed=known,
    )  # fmt: skip
    return None


def _lists(values: Any) -> Any:
    """Tuples as the lists they are read from, and what is not given left out."""
    if isinstance(values, Mapping):
        return {key: _lists(value) for key, value in values.items() if value is not None}
    return [_lists(each) for each in values] if isinstance(values, list | tuple) else values
