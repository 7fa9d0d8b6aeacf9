"""Somebody of the office of `bench platform` who takes a finding in hand every other second, as the pages do.

python -m bench.platform_writer FOLDER SECONDS
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path
from typing import Final

EVERY_S: Final = 2.0


def main(folder: Path, seconds: float) -> None:
    """Write until the time is over."""
    from tradewind_web.running.opening import open_platform

    open_platform(folder, demonstration=False)
    from tradewind_web.accounts.models import User
    from tradewind_web.agencies.acting import acting_for
    from tradewind_web.agencies.models import Agency
    from tradewind_web.findings.actions import assign
    from tradewind_web.findings.filtering import Filters
    from tradewind_web.findings.queries import colleagues, queue

    chance, end = random.Random(7), time.monotonic() + seconds
    user = User.objects.order_by("pk")[0]
    acting = acting_for(user, Agency.objects.filter(memberships__user=user).distinct().get())
    assert acting is not None, "the first person of the office works in it"
    waiting = list(queue(acting, Filters()).values_list("pk", flat=True)[:500])
    others = colleagues(acting)
    while time.monotonic() < end:
        assign(acting=acting, findings=[chance.choice(waiting)], to=chance.choice(others))
        time.sleep(EVERY_S)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
