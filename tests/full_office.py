"""An agency with as many rows of everything as a test asks for, and the pages that list them."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from findings_made import answer, batch, delivered, reason
from offices import agency, person
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.roles import Role
from tradewind_web.agencies.tokens import make_token
from tradewind_web.findings.models import Finding, Watch
from tradewind_web.jobs.queue import enqueue
from tradewind_web.seizures.models import SeizedItem, Seizure, Version
from tradewind_web.sharing.actions import add_to_group, make_group
from tradewind_web.sharing.audiences import audience_of
from tradewind_web.sources.models import Batch, RefusedRow
from tradewind_web.traders.actions import keeping
from tradewind_web.traders.values import TraderValues

#: Pages that list something, by the name of their address; what is asked of them.
LISTS = (
    ("home", ""), ("week", ""), ("findings:queue", ""), ("findings:queue", "?q=HCFC-22&state=all"),
    ("findings:queue", "?tier=1&assignee=nobody"), ("findings:asked", ""), ("findings:watch_list", ""),
    ("traders:list", ""), ("traders:list", "?q=kilima"), ("seizures:list", ""), ("sources:batches", ""),
    ("sources:keeping", ""), ("sharing:groups", ""), ("agencies:people", ""), ("agencies:programs", ""),
    ("agencies:done_alone", ""), ("jobs:list", ""), ("api:findings", ""), ("api:batches", ""),
)  # fmt: skip


def lead() -> Acting:
    """Who may open every list."""
    return person("Amina", agency("NOU"), Role.OFFICER, Role.SUPERVISOR)


def fill(acting: Acting, rows: int) -> None:
    """So many rows of everything, beside none or fewer that `fill` made before."""
    has = Batch.objects.count()
    owner, own = acting.agency, audience_of(agencies=[acting.agency])
    for n in range(has, rows):
        batch(owner, f"b{n}")
        keeping.add(acting=acting, values=TraderValues(f"Kilima Cooling {n} Ltd"))
        _seizure(acting, n, own)
        Watch.objects.create(
            agency=owner, what="trader", trader=f"Kilima {n}", reason="watched", made_by=acting.user,
            made_at=timezone.now(), ends_on=timezone.localdate() + timedelta(days=9),
        )  # fmt: skip
        person(f"Officer {n}", owner)
        make_token(acting=acting, name=f"program {n}", scopes=["findings:read"], life=timedelta(days=9))
        group = make_group(acting=acting, name=f"Group {n}", late_joiner="from_joining", reason="test")
        add_to_group(acting=acting, group=group, agency=agency("Market"), reason="test")
        with transaction.atomic():
            enqueue("findings.find", {"agency": str(owner.pk)}, agency_id=owner.pk, once=f"test {n}")
    first = Batch.objects.order_by("loaded_at", "pk").first()
    RefusedRow.objects.bulk_create(
        RefusedRow(batch=first, number=n, reason="no mass", record=[["kg", "x"]]) for n in range(has, rows)
    )
    rests_on = [reason("The words name HCFC-22.", *(f"b{n}:{n}" for n in range(rows)))]
    delivered(owner, *(answer(f"2026-{n}/1", reasons=tuple(rests_on)) for n in range(rows)))


def pages(acting: Acting) -> list[str]:
    """The address of every list, and of the record with most rows of its own."""
    first = Batch.objects.order_by("loaded_at", "pk").first()
    newest = [Finding.objects.first(), Seizure.objects.first()]
    return [
        *(reverse(name) + asked for name, asked in LISTS), reverse("sources:batch", args=[first.pk]),
        reverse("sources:refused", args=[first.pk]), reverse("findings:finding", args=[newest[0].pk]),
        reverse("seizures:one", args=[newest[1].pk]), reverse("agencies:person", args=[acting.user.pk]),
    ]  # fmt: skip


def _seizure(acting: Acting, number: int, audience: object) -> None:
    made = Seizure.objects.create(
        owner=acting.agency, audience=audience, number=f"2026-{number:04d}", year=2026, what="seizure",
        seized_on=date(2026, 3, 1), country="KEN", place=f"Namanga {number}", found="routine_check",
        substances_text=",HCFC-22,", recorded_by=acting.user, net_g=1000,
    )  # fmt: skip
    SeizedItem.objects.create(seizure=made, position=1, substance="HCFC-22", mass_g=1000, basis="net")
    Version.objects.create(seizure=made, number=1, said={"place": made.place}, by=acting.user)
