"""Serving an office: pages by a threaded server in this process, work in hand by a process beside it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Final

from tradewind.errors import RequestError

#: Pages answer from the database; eight at once is more than two cores can use.
THREADS: Final = 8
_PAUSE_SECONDS: Final = 2.0


def serve(host: str, port: int) -> None:
    """Answer until interrupted.

    Raises:
        RequestError: the address is taken.
    """
    import waitress

    from tradewind_web.wsgi import application

    try:
        server = waitress.create_server(
            application, host=host, port=port, threads=THREADS, ident=None, channel_timeout=60,
            max_request_body_size=3 * 1024**3, clear_untrusted_proxy_headers=True,
        )  # fmt: skip
    except OSError as error:
        raise RequestError(
            f"port {port} of {host} cannot be used ({error.strerror or error}); stop what uses it or name another "
            "with --port"
        ) from error
    with working_beside(), contextlib.suppress(KeyboardInterrupt):
        server.run()
    server.close()


@contextlib.contextmanager
def working_beside() -> Iterator[None]:
    """The worker as a process of its own, so that a heavy load never slows a page; begun again when it dies."""
    stop = threading.Event()
    watch = threading.Thread(target=_keep_working, args=(stop,), daemon=True)
    watch.start()
    try:
        yield
    finally:
        stop.set()
        watch.join(timeout=15)


def _keep_working(stop: threading.Event) -> None:
    while not stop.is_set():
        child = subprocess.Popen(
            [sys.executable, "-m", "tradewind_web.running.working", str(os.getpid())],
            stdin=subprocess.DEVNULL,
        )
        while child.poll() is None and not stop.wait(0.5):
            pass
        if stop.is_set():
            child.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=10)
            if child.poll() is None:
                child.kill()
            return
        stop.wait(_PAUSE_SECONDS)
