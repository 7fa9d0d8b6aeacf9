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


@dataclass(frozen=True, kw_only=True)
class SignedIn(AuditEvent):
    """A session of the person began."""

    name: ClassVar[str] = "accounts.signed_in"
    sentence: ClassVar = _("signed in")


@dataclass(frozen=True, kw_only=True)
class SignedOut(AuditEvent):
    """The person ended their session."""

    name: ClassVar[str] = "accounts.signed_out"
    sentence: ClassVar = _("signed out")


@dataclass(frozen=True, kw_only=True)
class AccountLockedOut(AuditEvent):
    """Wrong passwords or codes locked an account; somebody tried, maybe not its owner."""

    name: ClassVar[str] = "accounts.locked_out"
    sentence: ClassVar = _("locked %(person)s out after wrong attempts to sign in")
    personal: ClassVar[frozenset[str]] = frozenset({"person"})
    person: str


@dataclass(frozen=True, kw_only=True)
class UnknownNameLockedOut(AuditEvent):
    """Wrong attempts locked a name nobody bears. What was typed is not kept: it may be somebody's password."""

    name: ClassVar[str] = "accounts.unknown_name_locked_out"
    sentence: ClassVar = _("locked a name that nobody bears after wrong attempts to sign in")
