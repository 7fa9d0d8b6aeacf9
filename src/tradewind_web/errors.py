"""One tree of the platform's errors. Facts are attributes; the message says what happened and what to do next.

PlatformError
├── NotAllowed        the person's roles do not permit it (403); only for records their agency may see
└── Refused           the request breaks a rule; shown beside the form (409)
Another agency's record is never an error of ours: it does not exist (404).
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from tradewind.errors import TradewindError


class PlatformError(TradewindError):
    """Base of every error the platform raises on purpose; `str()` is one plain sentence for a person."""


class NotAllowed(PlatformError, PermissionDenied):
    """The acting person may see the record but lacks the role for this action."""

    def __init__(self, action: str, needs: str) -> None:
        self.action, self.needs = action, needs
        said = _("%(action)s needs the role of %(needs)s; ask a supervisor of your agency")
        super().__init__(said % {"action": action, "needs": needs})


class Refused(PlatformError):
    """A rule of the office or of the law stands against what was asked; the message says which and what to do."""
