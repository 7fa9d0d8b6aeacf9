"""How sign-in behaves: nobody signs up by themselves, and names are folded."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from tradewind_web.accounts.models import folded


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Invitation only (a printed slip); the sign-in name is one spelling in whatever case it was typed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account without an invitation."""
        return False

    def authentication_failed(self, request: HttpRequest, **credentials: object) -> None:
        """Left to the lock-out, which counts in the database."""

    def pre_authenticate(self, request: HttpRequest, **credentials: object) -> None:
        """Left to the lock-out, which counts in the database."""

    def authenticate(self, request: HttpRequest, **credentials: object) -> object:
        """The person these credentials belong to, or None."""
        if isinstance(name := credentials.get("username"), str):
            credentials["username"] = folded(name)
        return super().authenticate(request, **credentials)
