"""Killed at any moment, out of disk, or with the clock moved back: nothing acknowledged is lost, the chain holds."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.skipif(
    os.environ.get("TRADEWIND_TEST_DATABASE") == "postgresql", reason="kills the writer of an SQLite file"
)

OPEN = """
import sys
from tradewind_web.running.opening import open_platform, bring_up_to_date
office = open_platform(None, demonstration=False)
bring_up_to_date(office, lambda text: None)
from dataclasses import dataclass
from typing import ClassVar
from django.db import transaction, connection, OperationalError
from tradewind_web.audit.events import AuditEvent
from tradewind_web.audit.models import Event
from tradewind_web.audit.recording import Platform, record
from tradewind_web.audit.verifying import verify
from tradewind_web.agencies.models import Agency
from tradewind_web.jobs import queue
from tradewind_web.jobs.models import Job
@dataclass(frozen=True, kw_only=True)
class Founded(AuditEvent):
    name: ClassVar[str] = "tests.founded"
    number: int
@queue.job("tests.nothing")
def nothing(arguments, tell): return ""
def write(i):
    with transaction.atomic():
        Agency.objects.create(name=f"Agency {i}", party="KEN", kind="nou")
        queue.enqueue("tests.nothing", {"number": i})
        record(Platform(), Founded(subject_kind="agency", subject_id=str(i), number=i))
"""
#: Three rows in one transaction, told only after the commit.
WRITE = (
    OPEN
    + """
i = Agency.objects.count()
while True:
    write(i)
    print(i, flush=True)
    i += 1
"""
)
COUNT = (
    OPEN
    + """
found = verify()
assert found.intact, found.first_break
print(Agency.objects.count(), Job.objects.count(), Event.objects.count())
"""
)
FULL = (
    OPEN
    + """
for i in range(20): write(i)
with connection.cursor() as cursor:
    pages = cursor.execute("PRAGMA page_count").fetchone()[0]
    cursor.execute(f"PRAGMA max_page_count = {pages + 2}")
done = 20
try:
    while True:
        write(done)
        done += 1
except OperationalError as error:
    assert "full" in str(error), error
with connection.cursor() as cursor:
    cursor.execute("PRAGMA max_page_count = 1000000")
assert verify().intact
assert (Agency.objects.count(), Job.objects.count(), Event.objects.count()) == (done, done, done)
write(done)
assert verify().intact
print("ok", done)
"""
)


def run(office, script: str) -> str:
    environment = {**os.environ, "TRADEWIND_OFFICE": str(office)}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_a_writer_killed_at_any_moment_loses_nothing_it_acknowledged(tmp_path):
    office = tmp_path / "office"
    run(office, COUNT)
    acknowledged = 0
    for seed in range(3):
        environment = {**os.environ, "TRADEWIND_OFFICE": str(office)}
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITE], env=environment, stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(random.Random(seed).uniform(0.01, 0.3))
        writer.send_signal(signal.SIGKILL)
        rest = writer.stdout.read().split()
        writer.wait()
        writer.stdout.close()
        acknowledged = max([acknowledged, *(int(n) + 1 for n in [first, *rest] if n.strip().isdigit())])
        agencies, jobs, events = map(int, run(office, COUNT).split())
        assert agencies == jobs == events >= acknowledged
    assert acknowledged > 4


@pytest.mark.long
def test_a_full_disk_refuses_the_write_whole_and_goes_on_when_there_is_room(tmp_path):
    assert run(tmp_path / "office", FULL).startswith("ok")


@pytest.mark.django_db
def test_a_clock_moved_back_breaks_no_chain_and_is_said():
    from datetime import timedelta

    from django.conf import settings
    from django.db import transaction
    from django.utils import timezone

    from tradewind_web.audit.actions import LegalHoldLifted
    from tradewind_web.audit.recording import Platform, record
    from tradewind_web.audit.verifying import verify
    from tradewind_web.running.checking import problems

    now = timezone.now()
    for moment in (now + timedelta(days=2), now):
        with transaction.atomic():
            record(Platform(), LegalHoldLifted(subject_kind="trader", subject_id="1"), at=moment)
    assert verify().intact
    assert any("clock stands before the last recorded action" in p for p in problems(settings.OFFICE))
