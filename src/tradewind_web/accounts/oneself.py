"""A person as an actor in what concerns their own sign-in alone, whatever agency they act for, if any."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest

from tradewind_web.audit.recording import PLATFORM, Actor

if TYPE_CHECKING:
    from tradewind_web.accounts.models import User


@dataclass(frozen=True, slots=True)
class Oneself:
    """A person without an agency: what they do to their own account stands in the platform's chain."""

    user: User

    @property
    def user_id(self) -> int:
        """The person's key."""
        return self.user.pk

    @property
    def chain(self) -> str:
        """The platform's chain."""
        return PLATFORM

    @property
    def roles_text(self) -> str:
        """No role is needed for one's own account."""
        return ""


def actor_of(request: HttpRequest, user: User) -> Actor:
    """The acting person of this request, or the person by themselves."""
    acting: Actor | None = getattr(request, "acting", None)
    return acting if acting is not None and acting.user_id == user.pk else Oneself(user)
