"""Programs that act for a person: a secret shown once, scopes by room, a year at most; roles are read at each use.

api = NinjaAPI(auth=Bearer("findings"))         # request.auth and request.acting are the Acting
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja.errors import HttpError
from ninja.security import HttpBearer

from tradewind_web.agencies.acting import Acting, acting_for
from tradewind_web.agencies.codes import new_secret, secret_hash
from tradewind_web.agencies.events import TokenMade, TokenRevoked
from tradewind_web.agencies.models import Token
from tradewind_web.audit.recording import record
from tradewind_web.errors import Refused

if TYPE_CHECKING:
    from django.utils.functional import Promise

LONGEST: Final = timedelta(days=365)
#: The last use is written at most so often.
NOTED_EVERY: Final = timedelta(minutes=1)
MOST_KEPT: Final = 1000
READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})

#: Rooms a program may enter; apps add theirs with `ROOMS.setdefault`.
ROOMS: dict[str, str | Promise] = {
    "sources": gettext_lazy("files and batches"),
    "findings": gettext_lazy("findings"),
    "traders": gettext_lazy("traders"),
    "cases": gettext_lazy("cases"),
    "seizures": gettext_lazy("seizures"),
    "licensing": gettext_lazy("licences and quotas"),
    "consultations": gettext_lazy("consultations"),
}


def scope_choices() -> list[tuple[str, str]]:
    """Every scope with what it permits."""
    return [
        choice
        for room, label in ROOMS.items()
        for choice in (
            (f"{room}:read", _("read %(room)s") % {"room": label}),
            (f"{room}:write", _("add to and change %(room)s") % {"room": label}),
        )
    ]


@transaction.atomic
def make_token(*, acting: Acting, name: str, scopes: Sequence[str], life: timedelta) -> tuple[Token, str]:
    """A token of the acting person for the agency they act for, and its secret, which is told only here.

    Raises:
        Refused: no name, no or unknown scopes, or a life of more than a year.
    """
    known = {scope for scope, _label in scope_choices()}
    if not name.strip():
        raise Refused(_("say which program it is for"))
    if not scopes or not set(scopes) <= known:
        raise Refused(_("choose what the program may do"))
    if not timedelta(0) < life <= LONGEST:
        raise Refused(_("a program's access lasts a year at most"))
    secret = new_secret()
    token = Token.objects.create(
        owner=acting.user, agency=acting.agency, name=name.strip(), scopes=sorted(scopes),
        token_hash=secret_hash(secret), expires_at=timezone.now() + life,
    )  # fmt: skip
    record(acting, TokenMade(
        subject_kind="token", subject_id=str(token.pk), title=token.name, scopes=", ".join(token.scopes),
        ends=token.expires_at.date().isoformat(),
    ))  # fmt: skip
    return token, secret


@transaction.atomic
def revoke_token(*, acting: Acting, token: Token) -> None:
    """The program's access ends now. Only its owner's tokens are reached (`queries.token_of`)."""
    own = Token.objects.filter(pk=token.pk, owner=acting.user, revoked_at__isnull=True)
    if own.update(revoked_at=timezone.now()):
        record(acting, TokenRevoked(subject_kind="token", subject_id=str(token.pk), title=token.name))


def acting_by(secret: str) -> tuple[Acting, Token] | None:
    """Whom the bearer of this secret acts for and as, with the roles of this moment; None when it opens nothing."""
    now = timezone.now()
    token = (
        Token.objects.filter(
            token_hash=secret_hash(secret), revoked_at__isnull=True, expires_at__gt=now, owner__is_active=True,
            owner__must_change_password=False,
        )
        .select_related("owner", "agency")
        .first()
    )  # fmt: skip
    if token is None:
        return None
    acting = acting_for(token.owner, token.agency)
    if acting is None:
        return None
    if token.last_used_at is None or token.last_used_at < now - NOTED_EVERY:
        # Asked of the row first: an update takes SQLite's one place to write even where it changes nothing.
        Token.objects.filter(
            Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - NOTED_EVERY), pk=token.pk
        ).update(last_used_at=now)
    return acting, token


class Bearer(HttpBearer):
    """django-ninja's `auth` for one room: reading needs `room:read`, everything else `room:write`.

    `kept_seconds` is how long an answer may be used again, for rooms that programs enter many times a second: a leaver
    or a revoked token stops that much later.
    """

    def __init__(self, room: str, *, kept_seconds: float = 0) -> None:
        self.room, self.kept_seconds = room, kept_seconds
        self._kept: dict[str, tuple[float, tuple[Acting, Token]]] = {}
        super().__init__()

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The Acting (put on `request.acting` too), or None for 401.

        Raises:
            HttpError: 403, the token's scopes do not reach this.
        """
        found = self._found(token)
        if found is None:
            return None
        acting, row = found
        needed = f"{self.room}:{'read' if request.method in READING else 'write'}"
        if needed not in row.scopes:
            raise HttpError(403, _("this token lacks the scope %(scope)s") % {"scope": needed})
        request.acting, request.user = acting, acting.user  # type: ignore[attr-defined]
        return acting

    def _found(self, secret: str) -> tuple[Acting, Token] | None:
        name, now = secret_hash(secret), time.monotonic()
        until, kept = self._kept.get(name, (0.0, None))
        if kept is not None and now < until:
            return kept
        found = acting_by(secret)
        if found is not None and self.kept_seconds:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[name] = now + self.kept_seconds, found
        return found
