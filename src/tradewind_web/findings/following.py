"""Findings after what they rest on was shared or withdrawn: their own audience is worked out again, without asking.

Until that is done they already reach nobody whom a batch behind them does not; this lets them reach whom it newly does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from tradewind_web.agencies.models import Agency
from tradewind_web.findings.grounds import Ground
from tradewind_web.findings.models import Finding
from tradewind_web.findings.reaching import allowed_by, audience_after
from tradewind_web.sharing.models import Audience

CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class _Like:
    """Findings that stand alike: of one agency, on one ground, with one audience."""

    owner: Any
    ground: int
    audience: int
    first_audience: int
    audience_since: datetime


def follow_batches(now: datetime) -> int:
    """Every finding has the audience that the batches behind it allow now and people made of it; how many changed."""
    changed = 0
    for like in list(_kinds()):
        ground = Ground.objects.get(pk=like.ground)
        behind = list(ground.batches.select_related("audience").order_by("library_id"))
        if not behind:
            continue
        allowed = allowed_by(Agency.objects.get(pk=like.owner), behind, now)
        if (allowed.audience.pk, allowed.since) == (like.first_audience, like.audience_since):
            continue
        after = audience_after(
            Audience.objects.get(pk=like.audience), Audience.objects.get(pk=like.first_audience),
            allowed.audience,
        )  # fmt: skip
        changed += _move(like, after, allowed.audience, allowed.since)
    return changed


def _kinds() -> Iterator[_Like]:
    columns = ("owner", "ground", "audience", "first_audience", "audience_since")
    rows = Finding.objects.filter(ground__isnull=False).order_by().values_list(*columns).distinct()
    for row in rows:
        yield _Like(*row)


def _move(like: _Like, after: Audience, first: Audience, since: datetime) -> int:
    """Point those findings at it, a few hundred a transaction; part of the sharing, whose event tells it."""
    rows = Finding.objects.filter(
        owner=like.owner, ground=like.ground, audience=like.audience, first_audience=like.first_audience,
        audience_since=like.audience_since,
    )  # fmt: skip
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        with transaction.atomic():
            rows.filter(pk__in=keys[start : start + CHUNK]).update(
                audience=after, first_audience=first, audience_since=since
            )
    return len(keys)
