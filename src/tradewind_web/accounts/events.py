"""What is recorded of people's accounts. Names stand in `personal`; a person's key is the subject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from tradewind_web.audit.events import AuditEvent

FACTORS = {
    "totp": _("an app on the phone"), "webauthn": _("a passkey or security key"),
    "recovery_codes": _("printed codes"), "password": _("a password"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(AuditEvent):
    """A person chose a new password; their other sessions ended."""

    name: ClassVar[str] = "accounts.password_changed"
    sentence: ClassVar = _("changed their password")


@dataclass(frozen=True, kw_only=True)
class FactorAdded(AuditEvent):
    """A person can prove themselves in one more way."""

    name: ClassVar[str] = "accounts.factor_added"
    sentence: ClassVar = _("added a way to sign in: %(factor)s")
    words: ClassVar = {"factor": FACTORS}
    factor: str


@dataclass(frozen=True, kw_only=True)
class FactorRemoved(AuditEvent):
    """A person can prove themselves in one way less."""

    name: ClassVar[str] = "accounts.factor_removed"
    sentence: ClassVar = _("removed a way to sign in: %(factor)s")
    words: ClassVar = {"factor": FACTORS}
    factor: str


@dataclass(frozen=True, kw_only=True)
class LockOutLifted(AuditEvent):
    """A person who was locked out after wrong passwords may try again."""

    name: ClassVar[str] = "accounts.lock_out_lifted"
    sentence: ClassVar = _("lifted the lock-out of %(person)s")
    personal: ClassVar[frozenset[str]] = frozenset({"person"})
    person: str
