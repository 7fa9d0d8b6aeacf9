"""Answers kept from one page to the next for as long as nothing was written: counts over many records, what a list can
be narrowed to.

Every write leaves an event in a chain of the audit in its own transaction, so the lengths of all chains together name
the state of the records. An answer is one viewer's: it is kept under whom they are, what reaches them at this moment
and the day, so that nobody is answered from what reaches another and what ends by the clock ends.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Final, TypeVar

from django.db.models import Sum
from django.utils import timezone

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.models import Chain
from tradewind_web.sharing.once import is_reading, once
from tradewind_web.sharing.reach import reach_of

Answer = TypeVar("Answer")
#: Answers a process keeps; those asked for longest ago go first.
MOST: Final = 500
_answers: Final[OrderedDict[Hashable, Any]] = OrderedDict()
_lock: Final = Lock()


def kept(viewer: Acting, key: Hashable, ask: Callable[[], Answer]) -> Answer:
    """The answer to this key for the viewer; while a page is read, an earlier one where nothing was written since."""
    if not is_reading():
        return ask()
    reach = frozenset(reach_of(viewer).since.items())
    whole = (_state(), viewer.agency.pk, viewer.user_id, timezone.localdate(), reach, key)
    with _lock:
        if whole in _answers:
            _answers.move_to_end(whole)
            found: Answer = _answers[whole]
            return found
    found = ask()  # outside the lock: two pages may ask the same at once
    with _lock:
        _answers[whole] = found
        while len(_answers) > MOST:
            _answers.popitem(last=False)
    return found


def _state() -> int:
    """Grows with every write. Read before the answer is asked for: one that is newer is never called older."""
    return once("events written", lambda: Chain.objects.aggregate(n=Sum("length"))["n"] or 0)
