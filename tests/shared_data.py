"""Where the real files are that some tests read in place; such a test skips, saying so, where they are absent."""

from pathlib import Path

import pytest

_ROOTS = [Path(__file__).resolve().parents[2] / "shared" / part for part in ("data", "reference")]


def shared(name: str) -> Path:
    """The path under ../shared/data or ../shared/reference, or a skip that prints the reason."""
    for root in _ROOTS:
        if (root / name).exists():
            return root / name
    pytest.skip(f"real file {name} is not here: no ../shared beside the project")
