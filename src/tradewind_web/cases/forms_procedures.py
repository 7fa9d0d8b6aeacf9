"""Forms in which a procedure is edited: the whole, a step with all it says, a question; and publishing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tradewind.procedures.conditions import LONGEST
from tradewind.procedures.shelf import shipped, shipped_names
from tradewind.procedures.sop import CASE, SOP, STEP, Branch, Deadline, Needed, Question, Step
from tradewind_web.cases.models import Procedure
from tradewind_web.cases.words import EVIDENCE, OUTCOMES, said, text

_SHORT: Final = {"rows": 2}
_LONG: Final = {"rows": 4}
#: Lines left blank to write one more into.
_MORE: Final = 2
_ID: Final = r"^[a-z][a-z0-9_]{0,39}$"


class Saved(forms.Form):
    """A form of a draft: it says which state of the draft was before its person."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class WholeForm(Saved):
    """What the procedure says of itself, and who there is in it."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    jurisdiction = forms.CharField(label=gettext_lazy("Where it holds"), max_length=200, required=False)
    note = forms.CharField(
        label=gettext_lazy("Note"), widget=forms.Textarea(attrs=_LONG), max_length=4000, required=False
    )
    roles = forms.CharField(
        label=gettext_lazy("Who does steps"), widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        max_length=8000,
        help_text=gettext_lazy("One a line: a short name in small letters, =, and how people call them."),
    )  # fmt: skip

    def clean_roles(self) -> dict[str, str]:
        """Short name -> how people call them."""
        found: dict[str, str] = {}
        for line in self.cleaned_data["roles"].splitlines():
            short, sign, name = (part.strip() for part in line.partition("="))
            if not line.strip():
                continue
            if not sign or not name or not forms.RegexField(_ID).regex.match(short):
                raise forms.ValidationError(
                    _("“%(line)s” is no role: write officer = Officer in charge"), params={"line": line[:80]}
                )
            found[short] = name
        return found


def whole_of(sop: SOP) -> dict[str, Any]:
    """What `WholeForm` begins with."""
    roles = "\n".join(f"{role} = {name}" for role, name in sop.roles.items())
    return {"title": sop.title, "jurisdiction": sop.jurisdiction, "note": sop.note, "roles": roles}


class NewStepForm(Saved):
    """A step more, in few words; the rest is filled in afterwards."""

    title = forms.CharField(label=gettext_lazy("What is done, in a few words"), max_length=200)
    role = forms.ChoiceField(label=gettext_lazy("Who does it"))
    what = forms.CharField(
        label=gettext_lazy("More about it"),
        widget=forms.Textarea(attrs=_LONG),
        max_length=4000,
        required=False,
    )
    after = forms.ChoiceField(label=gettext_lazy("It comes next after"))

    def __init__(self, sop: SOP, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _offer(self, "role", _roles(sop))
        _offer(self, "after", _steps(sop))


class StepForm(Saved):
    """All that a step says; its id stays, because cases go by it."""

    title = forms.CharField(label=gettext_lazy("What is done, in a few words"), max_length=200)
    what = forms.CharField(
        label=gettext_lazy("More about it"),
        widget=forms.Textarea(attrs=_LONG),
        max_length=4000,
        required=False,
    )
    role = forms.ChoiceField(label=gettext_lazy("Who does it"))
    legal_basis = forms.CharField(
        label=gettext_lazy("Law"), widget=forms.Textarea(attrs=_SHORT), max_length=4000, required=False,
        help_text=gettext_lazy("The article of your law that allows or asks for this step."),
    )  # fmt: skip
    source = forms.CharField(label=gettext_lazy("Source"), max_length=1000, required=False)
    grounds = forms.CharField(
        label=gettext_lazy("Grounds of law to choose from"), widget=forms.Textarea(attrs=_SHORT), max_length=8000,
        required=False, help_text=gettext_lazy("One a line. A score of a computer is never a ground."),
    )  # fmt: skip
    days = forms.IntegerField(
        label=gettext_lazy("Days"), min_value=0, max_value=36_500, required=False,
        help_text=gettext_lazy("Leave it blank where there is no deadline."),
    )  # fmt: skip
    counted = forms.ChoiceField(
        label=gettext_lazy("Counted as"),
        choices=(("calendar", gettext_lazy("calendar days")), ("working", gettext_lazy("working days"))),
    )
    since = forms.ChoiceField(label=gettext_lazy("The clock starts with"))
    basis = forms.CharField(label=gettext_lazy("The law that says so"), max_length=500, required=False)
    warn = forms.IntegerField(
        label=gettext_lazy("Warned so many days before"), min_value=0, max_value=3650, required=False
    )
    rolls = forms.BooleanField(
        label=gettext_lazy("Where it ends on a day without work, it ends on the next working day"),
        required=False,
    )
    other_evidence = forms.CharField(
        label=gettext_lazy("Another kind of evidence, in your own words"), max_length=60, required=False
    )
    form = forms.ChoiceField(label=gettext_lazy("Form that is filled in"), required=False)
    when = forms.CharField(
        label=gettext_lazy("Only for cases of which this holds"), max_length=LONGEST, required=False,
        help_text=gettext_lazy("Other cases pass the step by. Blank: it is for every case."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    split = forms.ChoiceField(
        label=gettext_lazy("Of these ways"),
        choices=(
            ("one", gettext_lazy("the first that holds is taken")),
            ("all", gettext_lazy("all that hold are taken, side by side")),
        ),
    )
    waits_for = forms.MultipleChoiceField(
        label=gettext_lazy("It begins only when these are done as well"), widget=forms.CheckboxSelectMultiple,
        required=False,
    )  # fmt: skip
    four_eyes = forms.BooleanField(label=gettext_lazy("A second person confirms it"), required=False)
    is_safety_stop = forms.BooleanField(
        label=gettext_lazy("Safety stop: nobody handles the goods before it is done"), required=False
    )
    handles_goods = forms.BooleanField(label=gettext_lazy("Goods are handled in it"), required=False)
    hands_to = forms.CharField(
        label=gettext_lazy("Agency that takes over here"), max_length=200, required=False
    )
    outcome = forms.ChoiceField(label=gettext_lazy("How a case ends that went through it"), required=False)

    def __init__(self, sop: SOP, step: Step, base: Step | None, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.sop, self.step = sop, step
        self.ways, self.pieces = len(step.next) + _MORE, len(step.evidence) + _MORE
        others = [one for one in _steps(sop) if one[0] != step.id]
        _offer(self, "role", _roles(sop, step.role))
        _offer(self, "since", [(STEP, _("this step")), (CASE, _("the case")), *others])
        _offer(self, "form", [("", "–"), *_known(sop, "form", EVIDENCE)])
        _offer(self, "outcome", [("", "–"), *_known(sop, "outcome", OUTCOMES)])
        _offer(self, "waits_for", others)
        kinds = [("", "–"), *_kinds(sop)]
        for place in range(self.pieces):
            self.fields[f"kind_{place}"] = forms.ChoiceField(
                label=_("Kind of evidence"), choices=kinds, required=False
            )
            self.fields[f"count_{place}"] = forms.IntegerField(
                label=_("At least"), min_value=1, max_value=1000, required=False
            )
        for place in range(self.ways):
            self.fields[f"to_{place}"] = forms.ChoiceField(
                label=_("Next step"), choices=[("", "–"), *others], required=False
            )
            self.fields[f"if_{place}"] = forms.CharField(
                label=_("when"), max_length=LONGEST, required=False,
                widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
            )  # fmt: skip
        for name in ("is_safety_stop", "handles_goods"):
            if base is not None and getattr(base, name):
                self.fields[name].disabled = True
                self.fields[name].help_text = _(
                    "The procedure it is made from says so to protect people: it stays."
                )

    def groups(self) -> list[Group]:
        """The fields in the order in which people think of them."""
        return [
            Group(_("What is done"), self._some("title", "what", "role")),
            Group(_("Law"), self._some("legal_basis", "source", "grounds")),
            Group(_("Until when"), self._some("days", "counted", "since", "basis", "warn", "rolls"), is_grid=True),
            Group(
                _("Evidence it asks for"), self._some("other_evidence", "form"),
                [self._some(f"kind_{n}", f"count_{n}") for n in range(self.pieces)],
            ),
            Group(
                _("What comes next"), self._some("split", "outcome"),
                [self._some(f"to_{n}", f"if_{n}") for n in range(self.ways)],
            ),
            Group(_("For which cases, and after what"), self._some("when", "waits_for")),
            Group(_("Safety and persons"), self._some("four_eyes", "is_safety_stop", "handles_goods", "hands_to")),
        ]  # fmt: skip

    def made(self) -> Step:
        """The step as it was filled in; what the form does not ask stays."""
        said = self.cleaned_data
        pieces = [
            Needed(said[f"kind_{n}"], said[f"count_{n}"] or 1)
            for n in range(self.pieces)
            if said[f"kind_{n}"]
        ]
        if said["other_evidence"]:
            pieces.append(Needed(said["other_evidence"]))
        deadline = None
        if said["days"] is not None:
            warn = 1 if said["warn"] is None else said["warn"]
            deadline = Deadline(
                said["days"], said["counted"], said["since"], said["basis"], warn, said["rolls"]
            )
        ways = [Branch(said[f"to_{n}"], said[f"if_{n}"]) for n in range(self.ways) if said[f"to_{n}"]]
        return replace(
            self.step, title=said["title"], what=said["what"], role=said["role"], legal_basis=said["legal_basis"],
            source=said["source"], grounds=_lines(said["grounds"]), deadline=deadline, evidence=tuple(pieces),
            form=said["form"], when=said["when"], next=tuple(ways), split=said["split"],
            waits_for=tuple(said["waits_for"]), four_eyes=said["four_eyes"], is_safety_stop=said["is_safety_stop"],
            handles_goods=said["handles_goods"], hands_to=said["hands_to"], outcome=said["outcome"],
        )  # fmt: skip

    def _some(self, *names: str) -> list[BoundField]:
        return [self[name] for name in names]


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together; `rows` are lines of them."""

    title: str
    fields: Sequence[BoundField]
    rows: Sequence[Sequence[BoundField]] = ()
    is_grid: bool = False


def step_of(step: Step) -> dict[str, Any]:
    """What `StepForm` begins with."""
    plain = (
        "title", "what", "role", "legal_basis", "source", "form", "when", "split", "four_eyes", "is_safety_stop",
        "handles_goods", "hands_to", "outcome",
    )  # fmt: skip
    found: dict[str, Any] = {name: getattr(step, name) for name in plain}
    found |= {"grounds": "\n".join(step.grounds), "waits_for": list(step.waits_for)}
    deadline = step.deadline
    if deadline is None:
        found |= {"counted": "calendar", "since": STEP, "warn": 1}
    else:
        found |= {
            name: getattr(deadline, name) for name in ("days", "counted", "since", "basis", "warn", "rolls")
        }
    for place, piece in enumerate(step.evidence):
        found |= {f"kind_{place}": piece.kind, f"count_{place}": piece.count}
    for place, way in enumerate(step.next):
        found |= {f"to_{place}": way.to, f"if_{place}": way.when}
    return found


class QuestionForm(Saved):
    """A question that conditions ask for."""

    asked = forms.CharField(label=gettext_lazy("What is asked"), max_length=500)
    id = forms.RegexField(
        _ID, label=gettext_lazy("Short name in conditions"), max_length=40,
        help_text=gettext_lazy("Small letters, digits and _, as in danger."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("How it is answered"),
        choices=(
            ("yes_no", gettext_lazy("by yes or no")),
            ("choice", gettext_lazy("by one of several answers")),
            ("number", gettext_lazy("by a number")),
        ),
    )
    choices = forms.CharField(
        label=gettext_lazy("Answers to choose from"), widget=forms.Textarea(attrs={"rows": 5}), max_length=4000,
        required=False, help_text=gettext_lazy("One a line; conditions name them as they stand here."),
    )  # fmt: skip

    def __init__(self, sop: SOP, question: Question | None, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.sop, self.question = sop, question
        if question is not None:
            self.fields["id"].disabled = True

    def clean_id(self) -> str:
        """A name that no other question has."""
        name = str(self.cleaned_data["id"])
        if self.question is None and name in {one.id for one in self.sop.questions}:
            raise forms.ValidationError(_("another question has this name"))
        return name

    def made(self) -> Question:
        """The question as it was filled in."""
        said = self.cleaned_data
        choices = _lines(said["choices"]) if said["kind"] == "choice" else ()
        return Question(said["id"], said["asked"], said["kind"], choices)


def question_of(question: Question) -> dict[str, Any]:
    """What `QuestionForm` begins with."""
    return {
        "asked": question.asked, "id": question.id, "kind": question.kind, "choices": "\n".join(question.choices)
    }  # fmt: skip


class PublishForm(Saved):
    """The new version: its name, who answers for it, and why."""

    version = forms.CharField(label=gettext_lazy("Version"), max_length=40)
    author = forms.CharField(label=gettext_lazy("Author"), max_length=200)
    why = forms.CharField(
        label=gettext_lazy("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text=gettext_lazy("The law or the order behind it."),
    )  # fmt: skip


class RuleForm(forms.Form):
    """By how many persons a procedure comes into force."""

    two_people = forms.BooleanField(
        label=gettext_lazy("A second supervisor adopts each new version"), required=False
    )
    why = forms.CharField(label=gettext_lazy("Why"), max_length=2000)


class CompareForm(forms.Form):
    """Two procedures to set side by side."""

    one = forms.ChoiceField(label=gettext_lazy("This procedure"))
    other = forms.ChoiceField(label=gettext_lazy("with this one"))

    def __init__(self, groups: Mapping[str, Sequence[Procedure]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [
            (label, [(str(p.pk), _called(p)) for p in found]) for label, found in groups.items() if found
        ]
        for name in ("one", "other"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]


def _called(procedure: Procedure) -> str:
    title = text(procedure.sop, "title")
    said = {"title": title, "name": procedure.name, "version": procedure.version}
    if procedure.owner is not None:
        return _("%(title)s (%(name)s %(version)s), %(agency)s") % {**said, "agency": procedure.owner.name}
    return _("%(title)s (%(name)s %(version)s)") % said


def _offer(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]


def _roles(sop: SOP, present: str = "") -> list[tuple[str, str]]:
    names = dict.fromkeys([*sop.roles, *([present] if present else [])])
    return [(role, text(sop, f"role.{role}") or role) for role in names]


def _steps(sop: SOP) -> list[tuple[str, str]]:
    return [(one.id, f"{number}. {text(sop, f'{one.id}.title')}") for number, one in enumerate(sop.steps, 1)]


def _kinds(sop: SOP) -> list[tuple[str, str]]:
    kinds = dict.fromkeys([*EVIDENCE, *(piece.kind for step in sop.steps for piece in step.evidence)])
    return [(kind, said(EVIDENCE, kind)) for kind in kinds]


def _known(sop: SOP, field: str, words: Mapping[str, object]) -> list[tuple[str, str]]:
    """What the shipped procedures and this one have in a field, in words."""
    every = [*(shipped(name) for name in shipped_names()), sop]
    kept = dict.fromkeys(getattr(step, field) for one in every for step in one.steps if getattr(step, field))
    return [(code, said(words, code)) for code in kept]


def _lines(words: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in words.splitlines() if line.strip())
