"""Second factors: what allauth does to them is told in the audit, and a recovery takes all of them away."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from tradewind_web.accounts.events import FactorAdded, FactorRemoved
from tradewind_web.accounts.models import User
from tradewind_web.accounts.oneself import actor_of
from tradewind_web.audit.events import AuditEvent
from tradewind_web.audit.recording import record


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
