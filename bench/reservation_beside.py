"""The worker's bad day beside a customs link: a load of a million lines, and a detector run of 20,000 findings.

python -m bench.reservation_beside prepare FOLDER     lines on disk, some of them loaded
python -m bench.reservation_beside load FOLDER        prints what was loaded, and the seconds
python -m bench.reservation_beside deliver FOLDER     asks the detectors over what is loaded, delivers, says the seconds
"""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

FINDINGS, FILES, LINES_OF_ONE = 20_000, 20, 50_000


def prepare(folder: Path, environment: dict[str, str]) -> None:
    """Everything that is not measured."""
    _begin("prepare", folder, environment).wait()


@contextlib.contextmanager
def running(folder: Path, environment: dict[str, str]) -> Iterator[Callable[[], str]]:
    """Both under way; the function waits for their end and says what they did."""
    begun = [_begin(what, folder, environment) for what in ("load", "deliver")]
    try:
        yield lambda: "; ".join(str(one.communicate()[0]).strip() for one in begun)
    finally:
        for one in begun:
            one.terminate()
            one.wait()


def _begin(what: str, folder: Path, environment: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bench.reservation_beside", what, str(folder)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def _prepare(folder: Path, agency: Any) -> None:
    from bench import screening_lines

    asked = folder / "asked.csv"
    screening_lines.write(asked, LINES_OF_ONE, 0.3, seed=0, first=9_000_000)
    _load([asked], agency)
    for number in range(FILES):
        screening_lines.write(
            folder / f"beside-{number}.csv", LINES_OF_ONE, 0.3, seed=number, first=number * LINES_OF_ONE
        )


def _load(files: list[Path], agency: Any) -> None:
    from django.conf import settings

    from tradewind.formats.reading import Instructions
    from tradewind.intake import load
    from tradewind_web.audit.recording import PlatformFor
    from tradewind_web.sharing.audiences import audience_of
    from tradewind_web.sources.actions.arriving import note_batch
    from tradewind_web.sources.loading import sender_of

    said = Instructions(steward=str(agency.pk), sender=sender_of(agency, ""))
    report = load(files, settings.OFFICE.warehouse_url, said, audience=(str(agency.pk),))
    for loaded in report.batches:
        note_batch(
            acting=PlatformFor(str(agency.pk)), steward=agency, record=loaded.record, generation=report.generation,
            audience=audience_of(agencies=[agency]), audience_since=datetime.now(UTC), purpose="risk analysis",
        )  # fmt: skip


def _deliver(folder: Path, agency: Any) -> None:
    import dataclasses

    from bench.platform_office import _repeated
    from tradewind_web.audit.recording import PlatformFor
    from tradewind_web.findings.asking import ask_all, values_of
    from tradewind_web.findings.delivery import deliver
    from tradewind_web.findings.reaching import Batches
    from tradewind_web.sources.models import Batch
    from tradewind_web.sources.queries import warehouse_for_agency

    own, now = list(Batch.objects.filter(owner=agency)), datetime.now(UTC)
    by_name = {b.library_id: b for b in own}
    with warehouse_for_agency(agency) as warehouse:
        told = ask_all(warehouse, date(2026, 12, 1), lambda _share, _what: None)
        answers = tuple(_repeated(told.findings, FINDINGS, own, agency.kind, random.Random(5)))
        deliver(
            acting=PlatformFor(str(agency.pk)), agency=agency, told=dataclasses.replace(told, findings=answers),
            basis=str(now), at=now, rows=lambda refs: values_of(warehouse, refs),
            batches=Batches(agency, by_name, dict.fromkeys(by_name, ("declarations",)), now),
        )  # fmt: skip


def main(what: str, folder: Path) -> None:
    """Do it as the worker does: whoever waits for an answer comes first."""
    from tradewind_web.running.opening import open_platform

    open_platform(None)
    from tradewind_web.agencies.models import Agency

    agency = Agency.objects.get(name="Invented customs")
    if what == "prepare":
        _prepare(folder, agency)
        return
    if hasattr(os, "nice"):
        os.nice(10)
    started = time.perf_counter()
    if what == "load":
        _load([folder / f"beside-{number}.csv" for number in range(FILES)], agency)
        said = f"{FILES * LINES_OF_ONE:,} lines loaded"
    else:
        _deliver(folder, agency)
        said = f"{FINDINGS:,} findings delivered"
    print(f"{said} in {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
