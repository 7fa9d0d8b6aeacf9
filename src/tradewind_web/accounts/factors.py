"""Second factors: kept encrypted, a code counts once, changes are told in the audit, a recovery takes all away."""

from __future__ import annotations

import base64
import os
from typing import Any, Final

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from tradewind_web.accounts.events import FactorAdded, FactorRemoved
from tradewind_web.accounts.models import User
from tradewind_web.accounts.oneself import actor_of
from tradewind_web.audit.events import AuditEvent
from tradewind_web.audit.recording import record
from tradewind_web.sealing import opened, sealed

_PURPOSE: Final = b"second factors:"


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of apps and printed codes under a key that is not in the database: a leaked dump opens nothing.

    A platform that lost its secret.key cannot read them; recovery slips bring people back.
    """

    def encrypt(self, text: str) -> str:
        """What the database keeps."""
        return sealed(text, purpose=_PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; under a lost key another, random one, that no code fits."""
        text = opened(encrypted_text, purpose=_PURPOSE)
        return base64.b32encode(os.urandom(20)).decode() if text is None else text


@transaction.atomic
def spend(factor: Authenticator, counter: int) -> bool:
    """Whether the code of this time step may count: each step once, for all processes, and none before the last."""
    held = Authenticator.objects.select_for_update().get(pk=factor.pk)
    if held.data.get("counter", 0) >= counter:
        return False
    held.data["counter"] = counter
    held.save(update_fields=["data"])
    factor.data = held.data
    return True


def forget_factors(user: User) -> list[str]:
    """Remove every second factor of the person, in the caller's transaction; the kinds that were removed."""
    kinds = sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    Authenticator.objects.filter(user=user).delete()
    return kinds


@receiver(post_save, sender=Authenticator)
def tell_added(instance: Authenticator, created: bool, **_: Any) -> None:
    """The person added a factor. Told by the row, in its transaction: allauth's own signal comes after the commit."""
    if created:
        _tell(instance, FactorAdded(
            subject_kind="person", subject_id=str(instance.user_id), factor=str(instance.type)
        ))  # fmt: skip


@receiver(post_delete, sender=Authenticator)
def tell_removed(instance: Authenticator, **_: Any) -> None:
    """The person removed a factor."""
    _tell(instance, FactorRemoved(
        subject_kind="person", subject_id=str(instance.user_id), factor=str(instance.type)
    ))  # fmt: skip


@transaction.atomic
def _tell(factor: Authenticator, event: AuditEvent) -> None:
    """Told only of what people do to their own account; a recovery tells what it removed by its own event."""
    request = context.request
    if request is not None and request.user.is_authenticated and request.user.pk == factor.user_id:
        record(actor_of(request, request.user), event)
