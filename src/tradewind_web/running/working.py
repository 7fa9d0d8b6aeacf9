"""The worker's process: `python -m tradewind_web.running.working [PARENT]`, over the office in TRADEWIND_OFFICE."""

from __future__ import annotations

import os
import signal
import sys
import threading


def work(parent: int | None) -> None:
    """Do jobs until told to stop, or until the process that began this one is gone."""
    from tradewind_web.running.opening import open_platform

    open_platform(None)
    from tradewind_web.jobs.worker import run_forever  # models exist only once the platform is open

    if hasattr(os, "nice"):
        os.nice(10)  # a person waits for a page, nobody for a load
    stop = threading.Event()
    for name in ("SIGTERM", "SIGINT"):
        signal.signal(getattr(signal, name), lambda *_: stop.set())
    if parent is not None and hasattr(os, "getppid"):
        threading.Thread(target=_end_with, args=(parent, stop), daemon=True).start()
    run_forever(stop)


def _end_with(parent: int, stop: threading.Event) -> None:
    while os.getppid() == parent and not stop.wait(1.0):
        pass
    stop.set()


if __name__ == "__main__":
    work(int(sys.argv[1]) if len(sys.argv) > 1 else None)
