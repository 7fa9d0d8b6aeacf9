"""Whether a person has just shown again that it is they: with a second factor where they have one."""

from __future__ import annotations

import time
from typing import Final
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest
from django.urls import reverse

from tradewind_web.accounts.models import User

#: For how long (seconds) it counts.
COUNTS_FOR: Final = 300


def to_prove(request: HttpRequest, user: User, then: str) -> str:
    """The address at which the person shows it and comes back to `then`; "" when they just have."""
    has_factor = is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
    method = "mfa" if has_factor else "password"
    shown = [
        one["at"]
        for one in get_authentication_records(request, user)
        if one.get("reauthenticated") and one.get("method") == method
    ]
    if shown and time.time() - shown[-1] < COUNTS_FOR:
        return ""
    page = reverse("mfa_reauthenticate" if has_factor else "account_reauthenticate")
    return f"{page}?{urlencode({'next': then})}"
