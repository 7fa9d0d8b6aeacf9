"""Learning of consignments from what was loaded: legs in parts, then their ledgers."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from tradewind_web.agencies.models import Agency
from tradewind_web.audit.recording import PlatformFor
from tradewind_web.consignments.actions.learning import AT_ONCE, forget_persons, learn, take_back
from tradewind_web.consignments.models import LegReport
from tradewind_web.consignments.reading import read_legs
from tradewind_web.jobs.queue import Tell
from tradewind_web.sources.models import Batch
from tradewind_web.sources.queries import batches_of_agency, warehouse_for_agency


def learn_from(agency_id: str, batch_ids: Iterable[str], tell: Tell) -> list[UUID]:
    """Learn the legs that these batches of the agency tell of, and take back those that no longer count.

    Gives the consignments that changed; running it again changes none.
    """
    agency = Agency.objects.get(pk=agency_id)
    acting = PlatformFor(str(agency.pk))
    touched = settle(agency)
    batches = list(
        batches_of_agency(agency)
        .filter(owner=agency, pk__in=list(batch_ids))
        .select_related("owner", "audience")
    )
    told = [b for b in batches if {"declarations", "movements"} & set(b.tables)]
    if not told:
        return sorted(touched)
    with warehouse_for_agency(agency) as warehouse:
        for done, batch in enumerate(told):
            read = read_legs(warehouse, batch.library_id, batch.tables)
            for start in range(0, len(read), AT_ONCE):
                tell(
                    (done + start / max(len(read), 1)) / len(told) / 2, f"{batch.file_name}: {len(read)} legs"
                )
                touched |= learn(acting=acting, batch=batch, read=read[start : start + AT_ONCE])
    return sorted(touched)


def settle(agency: Agency) -> set[UUID]:
    """Take back the legs whose batch does not count for the agency any more, and let those count again that do."""
    acting = PlatformFor(str(agency.pk))
    counting = set(batches_of_agency(agency).values_list("pk", flat=True))
    touched: set[UUID] = set()
    own = LegReport.objects.filter(owner=agency, batch__isnull=False)
    for is_back, rows in (
        (False, own.filter(taken_back_at__isnull=True)),
        (True, own.filter(taken_back_at__isnull=False)),
    ):
        held = set(rows.values_list("batch", flat=True).distinct())
        wanted = held & counting if is_back else held - counting
        for batch in Batch.objects.filter(pk__in=wanted).select_related("owner"):
            while found := take_back(acting=acting, owner=agency, batch=batch, counts=is_back):
                touched |= found
    return touched


def forget(batch_id: str) -> int:
    """Erase who is named in the legs of a forgotten batch; how many legs."""
    batch = Batch.objects.select_related("owner").get(pk=batch_id)
    count = 0
    while found := forget_persons(acting=PlatformFor(str(batch.owner.pk)), batch=batch):
        count += found
    return count
