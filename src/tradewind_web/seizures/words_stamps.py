"""The choices of time stamps."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stands(models.TextChoices):
    """Where a stamp stands."""

    HELD = "held", pgettext_lazy("a time stamp", "held")
    FAILED = "failed", pgettext_lazy("a time stamp", "not had yet")


class Of(models.TextChoices):
    """What is stamped."""

    CUSTODY = "custody", _("the ledger of custody")
    EVIDENCE = "evidence", _("the list of evidence files")


class StampTrouble(models.TextChoices):
    """Why there is no stamp yet."""

    NO_ADDRESS = "no_address", _("the name of the authority leads nowhere")
    NOT_ALLOWED = "not_allowed", _("the address is not https in the public network, and nobody allowed it")
    NO_ANSWER = "no_answer", _("the authority did not answer")
    REFUSED = "refused", _("the authority refused")
    NO_STAMP = "no_stamp", _("what the authority answered is no time stamp")
    NOT_PROVED = "not_proved", _("the root certificate does not prove what the authority answered")
