"""Addresses that are told when a licence stops or starts to count: who keeps them, what is told, how it is signed.

The signature is HMAC-SHA256 over the timestamp, a full stop and the body, with the secret that was shown once. So the
receiver knows that the message is this office's, is whole, and is not an old one sent again.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.roles import Role
from tradewind_web.errors import NotAllowed
from tradewind_web.licensing.customs_queries import issued_for_agency
from tradewind_web.licensing.models import Licence, LicenceVersion
from tradewind_web.licensing.models_customs import Hook, HookMessage
from tradewind_web.licensing.words import HookTold, State
from tradewind_web.sealing import opened, sealed

TIMESTAMP: Final = "Tradewind-Timestamp"
KEY: Final = "Tradewind-Key"
SIGNATURE: Final = "Tradewind-Signature"
_PURPOSE: Final = b"tradewind hooks\x00"
_STOPPED: Final = {State.SUSPENDED: HookTold.SUSPENDED, State.REVOKED: HookTold.REVOKED}


def can_keep_hooks(acting: Acting) -> bool:
    """Whether the person says which addresses of the agency are told: a supervisor of an agency of a Party."""
    return acting.holds(Role.SUPERVISOR) and bool(acting.agency.party)


def may_keep_hooks(acting: Acting) -> None:
    """Raises NotAllowed unless they do."""
    if not can_keep_hooks(acting):
        raise NotAllowed(_("having a system told of licences"), _("supervisor of an agency of a Party"))


def hooks_of(acting: Acting) -> QuerySet[Hook]:
    """The addresses of the agency, those that count first, the newest first."""
    return (
        Hook.objects.filter(agency=acting.agency).order_by("ended_at", "-made_at").select_related("made_by")
    )


def messages_of(acting: Acting) -> QuerySet[HookMessage]:
    """What the agency's addresses were told."""
    return HookMessage.objects.filter(hook__agency=acting.agency).select_related("hook", "licence")


def changes_of(licence: Licence) -> Iterator[tuple[LicenceVersion, HookTold]]:
    """The versions in which a licence stopped or started to count again, the oldest first."""
    before = ""
    for version in licence.versions.order_by("number"):
        if version.state != before:
            if version.state in _STOPPED:
                yield version, _STOPPED[State(version.state)]
            elif version.state == State.GRANTED and before in _STOPPED:
                yield version, HookTold.REINSTATED
        before = version.state


def reached_by(licence: Licence) -> list[Hook]:
    """The addresses of agencies that the licence reaches."""
    hooks = Hook.objects.filter(agency__party=licence.party, ended_at__isnull=True).select_related("agency")
    found: dict[Any, bool] = {}
    for hook in hooks:
        if hook.agency_id not in found:
            found[hook.agency_id] = issued_for_agency(hook.agency).filter(pk=licence.pk).exists()
    return [hook for hook in hooks if found[hook.agency_id]]


def body_of(message: HookMessage) -> bytes:
    """What the address is told. Why a licence was suspended is left out: it may be an open matter."""
    version = message.licence.versions.get(number=message.version)
    said = {
        "id": str(message.pk), "told": str(message.told), "licence": message.licence.number,
        "version": message.version, "at": version.at.isoformat(), "valid_from": message.licence.valid_from.isoformat(),
        "valid_until": message.licence.valid_until.isoformat(),
    }  # fmt: skip
    return json.dumps(said, sort_keys=True).encode()


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The signature of a message in hexadecimal."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def kept_secret(secret: str, key_id: str) -> str:
    """The secret as the database keeps it: who reads the database alone cannot sign."""
    return sealed(secret, purpose=_PURPOSE, beside=key_id.encode())


def secret_of(hook: Hook) -> str | None:
    """The secret of a hook; None where it was sealed with another office's secret."""
    return opened(hook.sealed_secret, purpose=_PURPOSE, beside=hook.key_id.encode())
