"""A process that answers pages beside `serve`: `python -m tradewind_web.running.answering PARENT SOCKET...`."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence


def run(parent: int, handles: Sequence[int]) -> None:
    """Answer on the sockets that the parent listens on, until told to end or until the parent is gone."""
    from tradewind_web.running.opening import open_platform
    from tradewind_web.running.serving import answer

    open_platform(None)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    answer([socket.socket(fileno=handle) for handle in handles])


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    run(int(sys.argv[1]), [int(handle) for handle in sys.argv[2:]])
