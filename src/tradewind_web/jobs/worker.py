"""The worker: takes one job after the other, keeps its lease while it runs, and never dies of one.

One worker at a time writes to the warehouse (its lock sees to that); several may run against PostgreSQL.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from typing import Final

from django.db import close_old_connections, connection

from tradewind.errors import TradewindError
from tradewind_web.jobs import queue
from tradewind_web.jobs.measuring import measure_tables
from tradewind_web.jobs.models import Job

log = logging.getLogger(__name__)
IDLE_SECONDS: Final = 0.5
RENEW_SECONDS: Final = 30
MEASURE_SECONDS: Final = 3600


def run_one(worker: str) -> Job | None:
    """Take and do one job; None when nothing is due. A job that fails is put back or given up, and says why."""
    taken = queue.take(worker)
    if taken is None:
        return None
    kind = queue.KINDS.get(taken.kind)
    if kind is None:
        queue.fail(taken, f"this version knows no work called {taken.kind}", for_good=True)
        return taken
    last = [taken.done_share, taken.message]

    def tell(share: float, message: str) -> None:
        last[:] = share, message
        queue.renew(taken, share, message)

    done = threading.Event()
    heart = threading.Thread(target=_beat, args=(taken, last, done), daemon=True)
    heart.start()
    try:
        message = kind.work(taken.arguments, tell)
    except TradewindError as error:
        # A clear refusal is an answer: trying again would give the same one.
        queue.fail(taken, str(error), for_good=True)
    except Exception as error:
        # Whatever a job raises, the worker lives: the job is tried again and the page shows what happened.
        log.exception("job %s (%s) failed", taken.kind, taken.pk)
        queue.fail(taken, f"{type(error).__name__}: {error}")
    else:
        queue.succeed(taken, message)
    finally:
        done.set()
        heart.join(timeout=5)
    return taken


def run_all(worker: str = "here") -> int:
    """Do every job that is due, for tests and for `demo`; how many."""
    count = 0
    while run_one(worker) is not None:
        count += 1
    return count


def run_forever(stop: threading.Event) -> None:
    """Schedules and jobs until told to stop; what runs at that moment is finished first."""
    worker = f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"
    measured = float("-inf")
    while not stop.is_set():
        close_old_connections()
        try:
            if time.monotonic() - measured > MEASURE_SECONDS:
                measured = time.monotonic()
                measure_tables()
            queue.enqueue_scheduled()
            busy = run_one(worker) is not None
        except Exception:
            # The database may be away for a moment (a restart, a full disk): say so and go on trying.
            log.exception("the worker could not reach its queue")
            busy = False
            stop.wait(5)
        if not busy:
            stop.wait(IDLE_SECONDS)
    connection.close()


def _beat(taken: Job, last: list[object], done: threading.Event) -> None:
    while not done.wait(RENEW_SECONDS):
        queue.renew(taken, float(last[0]), str(last[1]))  # type: ignore[arg-type]
    connection.close()
