"""A seizure as a value: put together from the steps of a draft, compared with what stood before."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from tradewind_web.errors import Refused

#: The steps in their order; `photos` keeps its content in rows of its own.
STEPS: Final = ("happened", "goods", "route", "found", "photos", "basis")
#: Without these nothing is recorded; all others may stay blank.
NEEDED: Final = ("happened", "goods", "found")


@dataclass(frozen=True, slots=True)
class ItemValues:
    """One gas; what is blank is not known, never zero."""

    substance: str
    label_says: str = ""
    containers: int | None = None
    container_kind: str = ""
    mass_g: int | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class SeizureValues:
    """All that a person says of a seizure."""

    what: str
    seized_on: date
    country: str
    place: str
    items: tuple[ItemValues, ...]
    found: str
    declared_as: str = ""
    who: str = ""
    traders: tuple[str, ...] = ()
    came_from: str = ""
    via: tuple[str, ...] = ()
    going_to: str = ""
    transport: str = ""
    documents: str = ""
    found_note: str = ""
    methods: tuple[str, ...] = ()
    legal_basis: str = ""
    outcome: str = "seized"
    notes: str = ""

    def as_columns(self) -> dict[str, Any]:
        """The columns of `Seizure`, with what is filtered by and summed."""
        own = {f.name for f in fields(self)} - {"items", "traders", "via", "methods"}
        counts = [i.containers for i in self.items if i.containers is not None]
        return {
            **{name: getattr(self, name) for name in own},
            "via": list(self.via),
            "year": self.seized_on.year,
            "substances_text": as_text(item.substance for item in self.items),
            "methods_text": as_text(self.methods),
            "net_g": self._sum("net"),
            "gross_g": self._sum("gross"),
            "estimated_g": self._sum("estimated"),
            "containers": sum(counts) if counts else None,
        }

    def as_facts(self) -> dict[str, Any]:
        """The same as JSON, for versions and the audit."""
        facts: dict[str, Any] = {f.name: getattr(self, f.name) for f in fields(self)}
        facts["seized_on"] = self.seized_on.isoformat()
        facts["items"] = [{f.name: getattr(item, f.name) for f in fields(item)} for item in self.items]
        return {name: list(v) if isinstance(v, tuple) else v for name, v in facts.items()}

    def _sum(self, basis: str) -> int | None:
        masses = [i.mass_g for i in self.items if i.basis == basis and i.mass_g is not None]
        return sum(masses) if masses else None


def from_said(said: Mapping[str, Any]) -> SeizureValues:
    """The value of a draft's steps.

    Raises:
        Refused: a step that is needed was not filled in.
    """
    missing = [step for step in NEEDED if not said.get(step)]
    if missing or not said["goods"].get("items"):
        raise Refused(_("it is not complete yet: the steps marked below need an answer"))
    happened, goods, route = said["happened"], said["goods"], said.get("route") or {}
    found, basis = said["found"], said.get("basis") or {}
    return SeizureValues(
        happened["what"], date.fromisoformat(happened["seized_on"]), happened["country"], happened["place"],
        tuple(ItemValues(**item) for item in goods["items"]), found["found"], goods.get("declared_as", ""),
        route.get("who", ""), tuple(route.get("traders", ())), route.get("came_from", ""),
        tuple(route.get("via", ())), route.get("going_to", ""), route.get("transport", ""),
        route.get("documents", ""), found.get("found_note", ""), tuple(found.get("methods", ())),
        basis.get("legal_basis", ""), basis.get("outcome", "seized"), basis.get("notes", ""),
    )  # fmt: skip


def as_said(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The steps of a draft that says what a version says."""
    steps = {
        "happened": ("what", "seized_on", "country", "place"),
        "goods": ("items", "declared_as"),
        "route": ("who", "traders", "came_from", "via", "going_to", "transport", "documents"),
        "found": ("found", "found_note", "methods"),
        "basis": ("legal_basis", "outcome", "notes"),
    }
    return {step: {name: facts[name] for name in names} for step, names in steps.items()}


def is_done(said: Mapping[str, Any], step: str) -> bool:
    """Whether a step was answered."""
    answered = said.get(step) or {}
    return bool(answered.get("items")) if step == "goods" else bool(answered)


def as_text(codes: Any) -> str:
    """Codes between commas, each once."""
    unique = list(dict.fromkeys(codes))
    return "".join(f",{code}" for code in unique) + ("," if unique else "")


def is_id(text: str) -> bool:
    """Whether a text is the id of a record."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
