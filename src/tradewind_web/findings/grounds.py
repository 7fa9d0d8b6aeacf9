"""What findings rest on: sets of batches, and who sees what rests on them.

A finding says what its batches say. So it reaches somebody only while every batch it rests on does, at that very
moment and whatever was worked out earlier; or where an agency gave it to them by itself (`sharing.Widening`) that
answers for the batches that do not, or that sees them under a permission to pass them on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, Self
from uuid import UUID

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from tradewind_web.agencies.acting import Acting
from tradewind_web.sharing.markings import Permitted, Tlp
from tradewind_web.sharing.models import Audience, Widening
from tradewind_web.sharing.once import once
from tradewind_web.sharing.reach import NOBODY, Reach, reach_of, reaches_of
from tradewind_web.sharing.records import SharedRows
from tradewind_web.sources.models import Batch


class Ground(models.Model):
    """A set of batches. Equal sets are one row, so that what stands for a viewer is decided once for many findings."""

    digest = models.CharField(max_length=64, unique=True)
    batches = models.ManyToManyField(Batch, related_name="+")


#: Grounds that a condition names one by one; each is a parameter, of which SQLite takes some thousands.
MOST_NAMED: Final = 250
Stone = Ground.batches.through


def ground_name(batches: Iterable[UUID]) -> str:
    """Names a set of batches by their keys."""
    return hashlib.sha256(",".join(sorted(map(str, batches))).encode()).hexdigest()


@transaction.atomic
def ground_of(batches: Iterable[UUID]) -> Ground:
    """The row of this set of batches, made on first need."""
    keys = set(batches)
    ground, made = Ground.objects.get_or_create(digest=ground_name(keys))
    if made:
        Stone.objects.bulk_create([Stone(ground=ground, batch_id=key) for key in keys])
    return ground


def stands(viewer: Acting, field: str = "ground", *, at: datetime | None = None) -> Q:
    """The condition that every batch of the ground reaches the viewer."""
    lost = lost_to(viewer, reach_of(viewer, at=at))
    return _stands(lost, _few(viewer, lost, at), field)


def lost_to(viewer: Acting, reach: Reach) -> QuerySet[Batch]:
    """The batches that do not reach the viewer; of one that was replaced, a reading of the same file must."""
    same_file = Batch.objects.filter(
        reach.q(), owner=OuterRef("owner"), sha256=OuterRef("sha256"), replaced_at__isnull=True
    )
    replaced = (
        Q(replaced_at__isnull=False)
        & ~Q(owner=viewer.agency)
        & ~Q(audience__kind=Audience.Kind.EVERYONE)
        & ~Exists(same_file)
    )
    found: QuerySet[Batch] = Batch.objects.filter(~reach.q() | replaced)
    return found


def _stands(lost: QuerySet[Batch], few: list[int] | None, field: str = "ground") -> Q:
    """A page asks this in many places: few grounds are named, and only many are looked for in each."""
    fallen = _fallen(lost) if few is None else few
    return Q(**{f"{field}__isnull": False}) & ~Q(**{f"{field}__in": fallen})


def _fallen(lost: QuerySet[Batch]) -> QuerySet[Any]:
    """The grounds that a lost batch is part of."""
    return Stone.objects.filter(batch__in=lost).values_list("ground", flat=True)


def _few(viewer: Acting, lost: QuerySet[Batch], at: datetime | None) -> list[int] | None:
    """The fallen grounds of the viewer, where they are few enough to be named; `at` None asks once a page."""

    def ask() -> list[int] | None:
        few = list(_fallen(lost).distinct()[: MOST_NAMED + 1])
        return few if len(few) <= MOST_NAMED else None

    return ask() if at is not None else once(("fallen", viewer.agency.pk, viewer.user_id), ask)


def read_only_for(acting: Acting) -> Q:
    """The condition that others gave the finding, or a batch behind it, to the acting agency for reading only."""
    read = Q(permitted=Permitted.READ) & ~Q(kind=Audience.Kind.EVERYONE)
    for_reading = Audience.objects.filter(read)
    theirs = Stone.objects.filter(batch__audience__in=for_reading).exclude(batch__owner=acting.agency)
    return (Q(audience__in=for_reading) & ~Q(owner=acting.agency)) | Q(ground__in=theirs.values("ground"))


class FindingRows(SharedRows):
    """Findings. `visible_to` asks of each both its own audience and what it rests on."""

    def visible_to(self, viewer: Acting, *, at: datetime | None = None) -> Self:
        """The findings that reach the viewer at this moment, and that rest on nothing that does not."""
        reach = reach_of(viewer, at=at)
        if reach is NOBODY:
            return self.none()
        if at is not None:
            return self.filter(reach.q(), _reaching(viewer, reach, at))
        key = ("findings", viewer.agency.pk, viewer.user_id)
        return self.filter(reach.q(), once(key, lambda: _reaching(viewer, reach, None)))

    def exportable_by(self, viewer: Acting) -> Self:
        """Those of `visible_to` that may leave in a file: nothing TLP:RED, and nothing that rests on it."""
        red = Stone.objects.filter(batch__audience__tlp=Tlp.RED).values("ground")
        return super().exportable_by(viewer).exclude(ground__in=red)


def _reaching(viewer: Acting, reach: Reach, at: datetime | None) -> Q:
    """The condition that what a finding rests on lets it reach the viewer."""
    given = Widening.objects.filter(reach.q(), kind="finding")
    by = given.exclude(by=viewer.agency).values_list("by", flat=True).distinct()
    lost = lost_to(viewer, reach)
    stand = _stands(lost, _few(viewer, lost, at))
    return stand | _given(lost, given, reaches_of(sorted(by), at=at))


def _given(lost: QuerySet[Batch], given: QuerySet[Widening], reaches: Mapping[UUID, Reach]) -> Q:
    """The condition that others gave the finding who may, for each batch that does not reach the viewer."""
    if not reaches:
        return Q(pk__in=[])
    uncovered = Stone.objects.filter(ground=OuterRef("ground"), batch__in=lost)
    for agency, theirs in reaches.items():
        theirs_to_give = Q(batch__owner=agency) | (
            Q(batch__audience__permitted=Permitted.PASS_ON) & theirs.q("batch__")
        )
        gave = Exists(given.filter(record=OuterRef(OuterRef("pk")), by=agency))
        uncovered = uncovered.exclude(theirs_to_give & gave)
    return Q(~Exists(uncovered), pk__in=given.values("record"))
