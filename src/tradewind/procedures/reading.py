"""Plain values in, a procedure or every problem of their form out, each with how it is mended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, Final

from tradewind.errors import FileRefused
from tradewind.procedures.conditions import LONGEST
from tradewind.procedures.sop import SOP, Branch, Deadline, Needed, Question, Step

#: A procedure of a whole administration has fewer; a bound keeps a hostile file from exhausting the machine.
MOST_STEPS: Final = 80
_ID: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")
_LONGEST_TEXT: Final = 4000


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, in which step ("" for the whole), and what to do; `code` and `facts` say the same to a program,
    which tells it in other languages."""

    code: str
    step: str
    what: str
    mend: str
    facts: Mapping[str, str] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        where = f"step {self.step}: " if self.step else ""
        return f"{where}{self.what}; {self.mend}"


class NotAProcedure(FileRefused):
    """A file that holds no procedure; `problems` has them all."""

    def __init__(self, path: str, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(path, f"step {first.step}: {first.what}" if first.step else first.what, first.mend)


def procedure_from(given: Mapping[str, Any]) -> tuple[SOP | None, list[Problem]]:
    """The procedure of plain values, or None and every problem of their form."""
    form = Form()
    rows = given.get("steps")
    steps: tuple[Step, ...] = ()
    if not isinstance(rows, list) or not rows:
        form.say("no_steps", "", "it has no steps", "add at least one step, [[steps]] in TOML")
    elif len(rows) > MOST_STEPS:
        form.say("too_many_steps", "", f"it has {len(rows)} steps", f"keep to {MOST_STEPS}; divide it",
                 count=str(len(rows)), most=str(MOST_STEPS))  # fmt: skip
    else:
        steps = tuple(form.step(row, place) for place, row in enumerate(rows, 1))
    questions = tuple(form.question(row) for row in form.rows(given.get("questions", []), "questions"))
    sop = form.made(
        SOP, {**given, "steps": steps, "questions": questions, "roles": form.words(given.get("roles", {}), "roles"),
              "texts": {language: form.words(texts, f"texts.{language}")
                        for language, texts in form.table(given.get("texts", {}), "texts").items()}}, "",
    )  # fmt: skip
    return (None, form.problems) if form.problems else (sop, [])


class Form:
    """Values put into the dataclasses, with a problem for each that does not fit."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def say(self, code: str, step: str, what: str, mend: str, **facts: str) -> None:
        """One more problem."""
        self.problems.append(Problem(code, step, what, mend, facts))

    def step(self, row: Any, place: int) -> Step:
        """A step of its values."""
        if not isinstance(row, Mapping):
            self.say("not_a_step", str(place), "is not a table of values", "write its id, title and role")
            return Step("", "", "")
        name = str(row.get("id") or place)
        deadline = row.get("deadline")
        given = {
            **row,
            "deadline": self.made(Deadline, deadline, name) if deadline is not None else None,
            "evidence": tuple(self.made(Needed, e, name) for e in self.rows(row.get("evidence", []), name)),
            "next": tuple(
                self.made(Branch, {"to": b} if isinstance(b, str) else b, name)
                for b in self.rows(row.get("next", []), name)
            ),
        }
        return self.made(Step, given, name)  # type: ignore[no-any-return]

    def question(self, row: Any) -> Question:
        """A question of its values."""
        return self.made(Question, row, "")  # type: ignore[no-any-return]

    def rows(self, value: Any, where: str) -> list[Any]:
        """A list, however few."""
        if isinstance(value, list):
            return value
        self.say(
            "not_a_list",
            where,
            f"{value!r} is no list"[:200],
            "write it between [ and ]",
            value=str(value)[:100],
        )
        return []

    def table(self, value: Any, where: str) -> Mapping[str, Any]:
        """A table."""
        if isinstance(value, Mapping):
            return value
        self.say(
            "not_a_table",
            "",
            f"{where} is no table of names and values",
            f"write [{where}] and below it name = value",
            name=where,
        )
        return {}

    def words(self, value: Any, where: str) -> dict[str, str]:
        """A table of texts."""
        return {str(k): self.text(v, str(k), "") for k, v in self.table(value, where).items()}

    def text(self, value: Any, name: str, step: str, most: int = _LONGEST_TEXT) -> str:
        """A text of bearable length."""
        if not isinstance(value, str) or len(value) > most:
            self.say(
                "not_a_text", step, f"{name} is no text of at most {most} letters", "write it between quotes",
                name=name, most=str(most),
            )  # fmt: skip
            return ""
        return value.strip()

    def made(self, kind: Any, given: Any, step: str) -> Any:
        """A dataclass of the values by name; what is missing, unknown or of another type becomes a problem."""
        if not isinstance(given, Mapping):
            self.say(
                "not_values", step, f"{given!r} is no table of values"[:200], "write { name = value }",
                value=str(given)[:100],
            )  # fmt: skip
            given = {}
        columns = {column.name: column for column in fields(kind)}
        for name in given:
            if name not in columns:
                near = ", ".join(sorted(columns))
                self.say(
                    "unknown_word",
                    step,
                    f"“{name}” means nothing in {_called(kind)}"[:200],
                    f"use one of: {near}",
                    name=str(name)[:100],
                    allowed=near,
                )
        values = {}
        for name, column in columns.items():
            if name in given:
                values[name] = self._value(given[name], column, step)
            elif column.default is MISSING and column.default_factory is MISSING:
                self.say(
                    "missing", step, f"{name} is missing in {_called(kind)}", f"write {name} = …", name=name
                )
                values[name] = () if name == "steps" else 0 if name == "days" else ""
        return kind(**values)

    def _value(self, value: Any, column: Any, step: str) -> Any:
        asked, name = str(column.type), column.name
        if asked == "str" or asked.startswith("Literal") or asked == "Counting":
            said = self.text(value, name, step, LONGEST if name == "when" else _LONGEST_TEXT)
            allowed = _ALLOWED.get(asked)
            if allowed and said not in allowed:
                self.say(
                    "not_a_choice",
                    step,
                    f"{name} cannot be “{said}”"[:200],
                    f"write one of: {', '.join(allowed)}",
                    name=name,
                    value=said[:100],
                    allowed=", ".join(allowed),
                )
                return allowed[0]
            if name in ("id", "to") and (not said or not set(said) <= _ID or said[0].isdigit()):
                self.say(
                    "bad_id", step, f"{name} “{said}” is no id"[:200], "use small letters, digits and _ only",
                    name=name, value=said[:100],
                )  # fmt: skip
            return said
        if asked == "int":
            if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 36_500:
                self.say(
                    "not_a_number", step, f"{name} is no whole number"[:200], "write a number of 0 to 36500",
                    name=name,
                )  # fmt: skip
                return 0
            return value
        if asked == "bool":
            if not isinstance(value, bool):
                self.say(
                    "not_yes_or_no",
                    step,
                    f"{name} is neither true nor false",
                    "write true or false",
                    name=name,
                )
            return value is True
        if asked == "tuple[str, ...]":
            return tuple(self.text(each, name, step) for each in self.rows(value, step))
        return value


_ALLOWED: Final[Mapping[str, tuple[str, ...]]] = {
    "Counting": ("calendar", "working"),
    'Literal["yes_no", "choice", "number"]': ("yes_no", "choice", "number"),
    'Literal["one", "all"]': ("one", "all"),
}


def _called(kind: Any) -> str:
    return {"SOP": "a procedure", "Step": "a step", "Needed": "evidence", "Branch": "next"}.get(
        kind.__name__, f"a {kind.__name__.lower()}"
    )
