"""A standard operating procedure (SOP) as a value: what must be done, by whom, until when, and what may come next."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Final, Literal

from tradewind.procedures.conditions import facts_in, parse

Counting = Literal["calendar", "working"]
#: Where the clock of a deadline starts: with the case, with the step, or with the end of another step (its id).
CASE: Final = "case"
STEP: Final = "step"


@dataclass(frozen=True, slots=True)
class Deadline:
    """Within how many days, counted how, from when; `basis` is the law that says so, "" where nobody has said it."""

    days: int
    counted: Counting = "calendar"
    since: str = STEP
    basis: str = ""
    #: Days before the end at which people are warned.
    warn: int = 1
    #: Whether one that ends on a day without work ends on the next working day: only where the law says so, because
    #: goods held a day too long are held unlawfully.
    rolls: bool = False


@dataclass(frozen=True, slots=True)
class Needed:
    """Evidence a step asks for: of this kind, at least so many pieces."""

    kind: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Branch:
    """What may come next; taken where `when` holds, always where there is no condition."""

    to: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that conditions ask for, and how a person is asked for it."""

    id: str
    asked: str
    kind: Literal["yes_no", "choice", "number"] = "yes_no"
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step. Without `next` it ends the procedure.

    `outcome` is how a case ends that went through this step; the last such step decides, and the end's own counts only
    where no other did.
    """

    id: str
    title: str
    role: str
    what: str = ""
    state: str = ""
    legal_basis: str = ""
    source: str = ""
    #: Grounds of law among which the officer chooses; a score is never one.
    grounds: tuple[str, ...] = ()
    deadline: Deadline | None = None
    evidence: tuple[Needed, ...] = ()
    form: str = ""
    #: The step is for cases of which this holds; others pass it by, which is written down.
    when: str = ""
    next: tuple[Branch, ...] = ()
    #: "one": the first branch that holds is taken. "all": every branch that holds, side by side.
    split: Literal["one", "all"] = "one"
    #: Begins only when each of these is done as well.
    waits_for: tuple[str, ...] = ()
    #: Nobody may handle the goods before this is done; while it is open, steps that handle them stand still.
    is_safety_stop: bool = False
    handles_goods: bool = False
    #: A second person confirms it.
    four_eyes: bool = False
    #: The agency that takes over here, "" where the case stays.
    hands_to: str = ""
    outcome: str = ""
    #: Ids that this step had in earlier versions.
    formerly: tuple[str, ...] = ()

    @property
    def is_end(self) -> bool:
        """Whether the procedure ends here."""
        return not self.next

    @property
    def conditions(self) -> tuple[str, ...]:
        """Every condition written in it: whom it is for, and those of what comes next."""
        return tuple(text for text in (self.when, *(branch.when for branch in self.next)) if text)

    @property
    def facts(self) -> frozenset[str]:
        """The facts that its conditions ask for."""
        return frozenset(fact for text in self.conditions for fact in facts_in(parse(text)))


@dataclass(frozen=True)
class SOP:
    """A procedure; it begins with the first of `steps`. Equal values have equal digests, whatever file they are of."""

    id: str
    version: str
    title: str
    author: str
    steps: tuple[Step, ...]
    jurisdiction: str = ""
    language: str = "en"
    note: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    #: Language -> key -> text; keys as in `text`.
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: `id version` of the procedure it was made from.
    based_on: str = ""

    @cached_property
    def by_id(self) -> dict[str, Step]:
        """Id -> step."""
        return {step.id: step for step in self.steps}

    @cached_property
    def waited_for(self) -> frozenset[str]:
        """Ids that some step waits for."""
        return frozenset(name for step in self.steps for name in step.waits_for)

    @property
    def name(self) -> str:
        """`harmonised 1.0`."""
        return f"{self.id} {self.version}"

    @property
    def start(self) -> Step:
        """Where it begins."""
        return self.steps[0]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of its canonical JSON: what an adoption, a signature and a case's pin name."""
        return hashlib.sha256(canonical(self)).hexdigest()

    def text(self, key: str, language: str) -> str:
        """A text of the procedure in a language, in its own where it has no other.

        Keys: `title`, `note`, `role.<id>`, `question.<id>`, `<step>.title`, `<step>.what`, `<step>.legal_basis`.
        """
        for spoken in (language, language.partition("-")[0]):
            said = self.texts.get(spoken, {}).get(key)
            if said:
                return said
        return own_texts(self).get(key, "")


def own_texts(sop: SOP) -> dict[str, str]:
    """Key -> text in the procedure's own language: what a translator is given."""
    found = {"title": sop.title, "note": sop.note}
    found |= {f"role.{role}": words for role, words in sop.roles.items()}
    found |= {f"question.{question.id}": question.asked for question in sop.questions}
    for step in sop.steps:
        found |= {
            f"{step.id}.title": step.title,
            f"{step.id}.what": step.what,
            f"{step.id}.legal_basis": step.legal_basis,
        }
    return {key: text for key, text in found.items() if text}


def as_dict(sop: SOP) -> dict[str, Any]:
    """Plain values, defaults left out, that `reading.procedure_from` reads back to an equal procedure."""
    return {key: value for key, value in _plain(asdict(sop)).items() if value not in ("", [], {}, None)}


def canonical(sop: SOP) -> bytes:
    """The bytes that digest and signature are made of: sorted keys, no spaces, UTF-8."""
    return json.dumps(as_dict(sop), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        kept = {str(key): _plain(each) for key, each in value.items()}
        # nought is said, no is the default: a warning on the last day itself is not the warning a day before
        return {
            key: each for key, each in kept.items() if each is not False and each not in ("", [], {}, None)
        }
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
