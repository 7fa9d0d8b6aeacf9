"""`check`: what stands in the way of running this office well, each with what to do about it."""

from __future__ import annotations

import shutil
import stat
import sys
from collections.abc import Iterator
from typing import Final

from tradewind.errors import TradewindError
from tradewind.warehouse import Warehouse
from tradewind_web.office import Office

#: Below this a load of a large file, or SQLite's own log, may fill the disk.
LEAST_FREE_BYTES: Final = 1 << 30


def problems(office: Office) -> list[str]:
    """Every problem found, in plain sentences; none when the office is well."""
    return [
        *_folder(office),
        *_django(),
        *_database(),
        *_warehouse(office),
    ]


def mend(office: Office) -> list[str]:
    """Put back what can be put back safely (the audit's triggers, receipts); what was done."""
    from tradewind_web.audit.guarding import guard_tables, missing_guards
    from tradewind_web.audit.receipts import write_receipts

    done = []
    if gone := missing_guards():
        guard_tables()
        done.append(
            f"put the triggers of {', '.join(gone)} back; run `tradewind verify-audit` to see what happened"
        )
    if written := write_receipts(office.receipts):
        done.append(f"wrote {written} receipts of erased records")
    return done


def _folder(office: Office) -> Iterator[str]:
    free = shutil.disk_usage(office.folder).free
    if free < LEAST_FREE_BYTES:
        yield f"only {free // (1 << 20)} MB are free where {office.folder} lies; make room before loading files"
    secret = office.folder / "secret.key"
    if sys.platform != "win32" and secret.exists() and stat.S_IMODE(secret.stat().st_mode) & 0o077:
        yield f"{secret} can be read by others; run: chmod 600 {secret}"


def _django() -> Iterator[str]:
    from django.conf import settings
    from django.core import checks

    for found in checks.run_checks(
        include_deployment_checks=settings.SECURE_SSL_REDIRECT, databases=["default"]
    ):
        if not found.is_silenced() and found.level >= checks.WARNING:
            yield f"{found.msg}{'; ' + found.hint if found.hint else ''}"


def _database() -> Iterator[str]:
    from django.utils import timezone

    from tradewind_web.audit.models import Event
    from tradewind_web.jobs.models import Job
    from tradewind_web.running.opening import unapplied

    if waiting := unapplied():
        yield f"the database is older than this version ({waiting[0]} ...); `tradewind serve` brings it up to date"
        return
    newest = Event.objects.order_by("-at").values_list("at", flat=True).first()
    if newest is not None and newest > timezone.now():
        yield (
            f"the machine's clock stands before the last recorded action ({newest:%Y-%m-%d %H:%M} UTC); set the clock"
        )
    if given_up := Job.objects.filter(state=Job.State.GAVE_UP).count():
        yield f"{given_up} pieces of work were given up; see Work in hand"


def _warehouse(office: Office) -> Iterator[str]:
    if not (office.folder / "warehouse").exists():
        return
    try:
        Warehouse.open(office.warehouse_url).close()
    except TradewindError as error:
        yield str(error)
