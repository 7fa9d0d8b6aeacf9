"""What the audit tells of time stamps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from tradewind_web.audit.events import AuditEvent
from tradewind_web.seizures.words_stamps import Of


@dataclass(frozen=True, kw_only=True)
class AuthorityNamed(AuditEvent):
    """An authority is asked for time stamps from now on."""

    name: ClassVar[str] = "seizures.stamp_authority_named"
    sentence: ClassVar = _("named %(address)s as the authority for time stamps")
    address: str


@dataclass(frozen=True, kw_only=True)
class AuthorityEnded(AuditEvent):
    """Nobody is asked for time stamps any more."""

    name: ClassVar[str] = "seizures.stamp_authority_ended"
    sentence: ClassVar = _("ended asking %(address)s for time stamps")
    address: str


@dataclass(frozen=True, kw_only=True)
class StampHeld(AuditEvent):
    """An authority gave a time stamp."""

    name: ClassVar[str] = "seizures.stamp_held"
    sentence: ClassVar = _("got a time stamp of %(stamped_at)s from %(address)s: %(of)s")
    words: ClassVar = {"of": dict(Of.choices)}
    of: str
    count: int
    address: str
    stamped_at: str
    serial: str
