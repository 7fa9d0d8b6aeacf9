"""Clocks that disagree: a phone's and the server's (codes seem wrong), or the server's and its own past."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tradewind_web.audit.models import Event

PERIOD: Final = 30  # seconds; RFC 6238 and every authenticator app
#: How far a clock may be off and still be recognised as such: ten steps, five minutes. Wider would let a guess
#: be told "right, but early" too often.
STEPS: Final = 10
#: Clocks are set back by seconds all the time (NTP); only more than this is said.
SLACK: Final = timedelta(minutes=2)
#: The newest events looked at: after a clock moved back new events are stamped earlier than older ones.
LOOKED_AT: Final = 500


def counter_at(now: datetime | None = None) -> int:
    """The number of the time step."""
    return int((now or timezone.now()).timestamp()) // PERIOD


def steps_off(secret: str, code: str, *, now: datetime | None = None) -> int | None:
    """How many steps ahead (+) or behind (-) the clock stands that made this code; None when it is simply wrong."""
    typed = "".join(code.split())
    counter = counter_at(now)
    for step in sorted(range(-STEPS, STEPS + 1), key=abs):
        if hmac.compare_digest(format_hotp_value(hotp_value(secret, counter + step)), typed):
            return step
    return None


def steps_off_for(user: Any, code: str, *, now: datetime | None = None) -> int | None:
    """`steps_off` with the secret of this person's authenticator app; None when they have none."""
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return None if factor is None else steps_off(decrypt(factor.data["secret"]), code, now=now)


def sentence(steps: int, *, now: datetime | None = None) -> str:
    """What to tell a person whose code belongs to another minute."""
    minutes = max(1, round(abs(steps) * PERIOD / 60))
    time = timezone.localtime(now or timezone.now()).strftime("%H:%M:%S %Z")
    ahead = ngettext(
        "The code is right, but the phone's clock is about %(minutes)s minute ahead of this server's (%(time)s). "
        "Set the phone to automatic time; if it is right, tell your administrator that the server's clock is wrong.",
        "The code is right, but the phone's clock is about %(minutes)s minutes ahead of this server's (%(time)s). "
        "Set the phone to automatic time; if it is right, tell your administrator that the server's clock is wrong.",
        minutes,
    )
    behind = ngettext(
        "The code is right, but the phone's clock is about %(minutes)s minute behind this server's (%(time)s). "
        "Set the phone to automatic time; if it is right, tell your administrator that the server's clock is wrong.",
        "The code is right, but the phone's clock is about %(minutes)s minutes behind this server's (%(time)s). "
        "Set the phone to automatic time; if it is right, tell your administrator that the server's clock is wrong.",
        minutes,
    )
    return (ahead if steps > 0 else behind) % {"minutes": minutes, "time": time}


def recorded_after(now: datetime | None = None) -> datetime | None:
    """The time of a recorded action that lies ahead of this machine's clock, or None when time runs as it should."""
    newest = max(Event.objects.order_by("-id").values_list("at", flat=True)[:LOOKED_AT], default=None)
    return newest if newest is not None and newest > (now or timezone.now()) + SLACK else None


@register(Tags.database)
def clock_is_not_before_the_past(databases: Sequence[str] | None = None, **_kw: Any) -> list[CheckMessage]:
    """A warning when the machine's clock stands before the last recorded action."""
    if "default" not in (databases or ()):
        return []
    if Event._meta.db_table not in connections["default"].introspection.table_names():
        return []  # nothing was migrated yet
    ahead = recorded_after()
    if ahead is None:
        return []
    return [
        Warning(
            _("the machine's clock stands before the last recorded action (%(at)s)")
            % {"at": ahead.isoformat()},
            hint=_(
                "set the clock of this machine, then start again: deadlines and one-time codes depend on it"
            ),
            id="tradewind.W003",
        )
    ]
