"""How many examples a property is tried on where each example asks a whole detector."""

import os
from typing import Any

from hypothesis import settings

#: `TRADEWIND_EXAMPLES=20 make test` tries twenty times as many: before a release, or after a change of a detector.
_TIMES = int(os.environ.get("TRADEWIND_EXAMPLES", "1"))


def examples(count: int, **more: Any) -> settings:
    """Settings of hypothesis for that many examples, times what the environment asks for."""
    return settings(max_examples=count * _TIMES, **more)
