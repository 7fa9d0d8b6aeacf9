"""Background work: enqueued with the business row, never lost by a crash, bounded in its attempts."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tradewind.errors import RequestError
from tradewind_web.jobs import queue, worker
from tradewind_web.jobs.measuring import measure_tables
from tradewind_web.jobs.models import Job
from tradewind_web.jobs.scheduling import repeat

pytestmark = pytest.mark.django_db


@pytest.fixture
def done():
    """A kind of work that notes what it was given, and may be told to fail."""
    seen: list[dict] = []

    @queue.job("tests.note", attempts=3)
    def note(arguments, tell):
        tell(0.5, "half way")
        if arguments.get("refuse"):
            raise RequestError("cannot be done as asked")
        if arguments.get("fail", 0) > len(seen):
            seen.append({})
            raise OSError("disk away")
        seen.append(dict(arguments))
        return "noted"

    yield seen
    del queue.KINDS["tests.note"]


def queued(**arguments) -> Job:
    with transaction.atomic():
        return queue.enqueue("tests.note", arguments)


def test_a_job_is_done_once_and_says_so(done):
    job = queued(x=1)
    assert worker.run_all() == 1
    job.refresh_from_db()
    assert (job.state, job.message, job.done_share, done) == ("done", "noted", 1.0, [{"x": 1}])


def test_a_rolled_back_business_write_leaves_no_job(done):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue.enqueue("tests.note", {})
        raise ZeroDivisionError
    assert worker.run_all() == 0


def test_outside_a_transaction_nothing_is_queued(done, transactional_db):
    with pytest.raises(RuntimeError):
        queue.enqueue("tests.note", {})


def test_a_failure_waits_longer_each_time_and_then_gives_up(done):
    job = queued(fail=99)
    waits = []
    for _ in range(3):
        assert worker.run_one("w") is not None
        job.refresh_from_db()
        if job.state == "waiting":
            waits.append(round((job.run_after - timezone.now()).total_seconds(), -1))
            Job.objects.update(run_after=timezone.now())
    assert job.state == "gave_up"
    assert "disk away" in job.trouble
    assert waits == [10, 40]


def test_a_plain_refusal_is_an_answer_and_is_not_tried_again(done):
    job = queued(refuse=True)
    worker.run_all()
    job.refresh_from_db()
    assert (job.state, job.trouble, job.attempts) == ("gave_up", "cannot be done as asked", 1)


def test_a_job_whose_worker_was_killed_is_taken_again_after_its_lease(done):
    job = queued(x=2)
    lost = queue.take("killed")
    assert lost is not None
    assert queue.take("other") is None  # still leased
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert worker.run_all("other") == 1
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)
    # The one thought dead comes back late: it may no longer say anything.
    assert not queue.renew(lost, 0.9, "late")
    queue.fail(lost, "late")
    job.refresh_from_db()
    assert job.state == "done"


def test_a_job_that_kills_its_worker_each_time_is_given_up(done):
    job = queued()
    for _ in range(3):
        assert queue.take("killed") is not None
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert queue.take("killed") is None
    job.refresh_from_db()
    assert job.state == "gave_up"


def test_the_same_work_is_not_queued_twice_while_it_is_open(done):
    with transaction.atomic():
        first = queue.enqueue("tests.note", once="k")
        assert queue.enqueue("tests.note", once="k").pk == first.pk
    worker.run_all()
    with transaction.atomic():
        assert queue.enqueue("tests.note", once="k").pk != first.pk


def test_a_schedule_that_slept_runs_once_and_keeps_its_rhythm(done):
    repeat("tests.note", every_minutes=60, first_at=timezone.now() - timedelta(days=3))
    assert queue.enqueue_scheduled() == 1
    assert queue.enqueue_scheduled() == 0
    assert worker.run_all() == 1


def test_work_that_this_version_does_not_know_is_given_up_with_a_reason():
    job = Job.objects.create(kind="gone.work")
    worker.run_all()
    job.refresh_from_db()
    assert job.state == "gave_up"
    assert "no work called gone.work" in job.trouble


def test_the_database_is_told_how_large_its_tables_are():
    measure_tables()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("SELECT count(*) FROM sqlite_stat1").fetchone()[0]
