"""A register kept elsewhere so far: the file, what does not add up in it, and how far it was taken over."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tradewind_web.agencies.models import Agency
from tradewind_web.sharing.records import SharedRecord
from tradewind_web.traders.models import Trader


class Register(SharedRecord):
    """A file with licences and their uses; nothing of it counts until it is taken over."""

    class State(models.TextChoices):
        """How far it is."""

        READING = "reading", _("being read")
        READ = "read", _("read: look at what does not add up, then take it over")
        REFUSED = "refused", _("cannot be read")
        ENTERING = "entering", _("being taken over")
        ENTERED = "entered", _("taken over")

    kind = "register"

    file_name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    #: Codes and facts of what does not add up, at most so many; and how many of each there are.
    troubles = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["owner", "-sent_at"], name="register_newest"),)

    @property
    def path(self) -> Path:
        """Where the file lies, under its own name: the suffix says how it is read."""
        return Path(settings.OFFICE.folder) / "papers" / "registers" / str(self.pk) / self.file_name


class HolderSlip(models.Model):
    """Lets a holder, who has no account, read its own licences and quotas: a printed code, of which a hash is kept."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    holder = models.ForeignKey(Trader, models.PROTECT, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["agency", "holder", "-made_at"], name="slip_of_holder"),)
