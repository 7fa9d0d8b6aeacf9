"""The vocabulary of the audit: each app declares its events as frozen dataclasses with a dotted name.

    @dataclass(frozen=True, kw_only=True)
    class FindingAssigned(AuditEvent):
        name: ClassVar = "findings.assigned"
        sentence: ClassVar = _("assigned the finding to %(to)s")
        to: str

Fields are the facts, JSON-able, before and after where something changed; a field named in `personal` is encrypted
(`reason` too: where people write there of people).
A field that holds a code, or several with commas, names their words in `words`: they are said on reading only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, TypedDict

from django.utils.functional import Promise

from tradewind_web.audit.wording import Words


@dataclass(frozen=True, kw_only=True)
class AuditEvent:
    """What happened to one record. `reason` is what the person gave for it, in their words."""

    registry: ClassVar[dict[str, type[AuditEvent]]] = {}
    name: ClassVar[str] = ""
    sentence: ClassVar[str | Promise] = ""
    personal: ClassVar[frozenset[str]] = frozenset()
    words: ClassVar[Mapping[str, Words]] = {}

    subject_kind: str
    subject_id: str
    reason: str = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.name:
            if (
                cls.name in AuditEvent.registry
                and AuditEvent.registry[cls.name].__qualname__ != cls.__qualname__
            ):
                raise TypeError(f"two audit events are named {cls.name}")
            AuditEvent.registry[cls.name] = cls

    def facts(self) -> Mapping[str, Any]:
        """The event's own fields, personal ones left out."""
        return {k: v for k, v in self._own().items() if k not in self.personal}

    def personal_facts(self) -> Mapping[str, Any]:
        """The fields that identify a person, to be encrypted; a reason among them where its event says so."""
        found = {k: v for k, v in self._own().items() if k in self.personal}
        return {**found, "reason": self.reason} if self.reason and "reason" in self.personal else found

    @property
    def open_reason(self) -> str:
        """The reason as it stands in the chain for good: blank where it is encrypted."""
        return "" if "reason" in self.personal else self.reason

    def _own(self) -> dict[str, Any]:
        shared = {f.name for f in fields(AuditEvent)}
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in shared}


class Changes(TypedDict):
    """The facts of two states that differ."""

    before: dict[str, Any]
    after: dict[str, Any]


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    """`before` and `after` of an event: of two states with the same facts, those that differ."""
    changed = [name for name in before if before[name] != after[name]]
    return {"before": {n: before[n] for n in changed}, "after": {n: after[n] for n in changed}}
