"""Serving an office: pages by threads of this process and of others beside it, work in hand by a process of its own.

Python runs one thread at a time, so a second core helps only a second process. All of them listen on one socket; each
that dies is begun again, and all end with this one.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from typing import Any, Final

from tradewind.errors import RequestError

#: Of each process: pages answer from the database, and more at once than a core can use only wait inside it.
THREADS: Final = 4
_PAUSE_SECONDS: Final = 2.0
_WAITING: Final = 128  # connections the system holds until one of us takes them


def processes() -> int:
    """How many answer pages where nobody says: two, or one on a machine of one core or without shared sockets."""
    return 2 if os.name == "posix" and (os.cpu_count() or 1) > 1 else 1


def serve(host: str, port: int, count: int | None = None) -> None:
    """Answer with this many processes (`processes()` without it) until interrupted.

    Raises:
        RequestError: the address is taken.
    """
    try:
        sockets = listening(host, port)
    except OSError as error:
        raise RequestError(
            f"port {port} of {host} cannot be used ({error.strerror or error}); stop what uses it or name another "
            "with --port"
        ) from error
    others = (count or processes()) - 1 if os.name == "posix" else 0
    with working_beside(), contextlib.ExitStack() as beside:
        for _ in range(others):
            beside.enter_context(_kept("tradewind_web.running.answering", [s.fileno() for s in sockets]))
        answer(sockets)


def listening(host: str, port: int) -> list[socket.socket]:
    """A socket for each address that the host has here."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    addresses = dict.fromkeys((family, address) for family, _type, _proto, _name, address in found)
    return [
        socket.create_server(address[:2], family=family, backlog=_WAITING) for family, address in addresses
    ]


def answer(sockets: Sequence[socket.socket]) -> None:
    """Answer pages on these sockets until this process is told to end; what runs at that moment is finished."""
    import waitress
    from django.conf import settings

    from tradewind_web.wsgi import application

    # Where TLS stands in front, the proxy says whether a request came by it; else nobody may say so.
    behind_tls = (
        {"trusted_proxy": "*", "trusted_proxy_headers": {"x-forwarded-proto"}} if settings.HTTPS else {}
    )
    server = waitress.create_server(
        application, sockets=list(sockets), threads=THREADS, ident=None, channel_timeout=60,
        max_request_body_size=3 * 1024**3, clear_untrusted_proxy_headers=True, **behind_tls,
    )  # fmt: skip
    with contextlib.suppress(ValueError):  # another thread than the first may not
        signal.signal(signal.SIGTERM, _end)
    with contextlib.suppress(KeyboardInterrupt, SystemExit):
        server.run()
    server.close()


def _end(*_: Any) -> None:
    raise SystemExit


@contextlib.contextmanager
def working_beside() -> Iterator[None]:
    """The worker as a process of its own, so that a heavy load never slows a page; begun again when it dies."""
    with _kept("tradewind_web.running.working"):
        yield


@contextlib.contextmanager
def _kept(module: str, handles: Sequence[int] = ()) -> Iterator[None]:
    """A module run as a process of its own, which may use these sockets; begun again when it dies."""
    stop = threading.Event()
    watch = threading.Thread(target=_keep, args=(module, handles, stop), daemon=True)
    watch.start()
    try:
        yield
    finally:
        stop.set()
        watch.join(timeout=15)


def _keep(module: str, handles: Sequence[int], stop: threading.Event) -> None:
    while not stop.is_set():
        child = subprocess.Popen(
            [sys.executable, "-m", module, str(os.getpid()), *map(str, handles)],
            stdin=subprocess.DEVNULL, pass_fds=handles,
        )  # fmt: skip
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
