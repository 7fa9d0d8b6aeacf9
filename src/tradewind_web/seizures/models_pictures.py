"""What a photograph among the evidence says of itself, kept beside the original, which is never changed."""

from __future__ import annotations

from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _

from tradewind_web.seizures.models_evidence import EvidenceFile, place_of


class Picture(models.Model):
    """A photograph as it was read apart from the platform, and a small picture that was made from it."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("it is being looked at")
        READ = "read", _("looked at")

    class Trouble(models.TextChoices):
        """Why it could not be shown."""

        DAMAGED = "damaged", _("It cannot be read as a picture: it is damaged, or made to look like one.")
        TOO_LARGE = "too_large", _("It is too large to be opened here.")
        TOO_MANY_PIXELS = "too_many_pixels", _("It has more pixels than are opened here.")
        TOO_LONG = "took_too_long", _("It took too long to be opened and was left alone.")
        GONE = "gone", _("The file on the disk is not the one that came; it was not opened.")

    file = models.OneToOneField(EvidenceFile, models.PROTECT, primary_key=True, related_name="picture")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    trouble = models.CharField(max_length=20, choices=Trouble.choices, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    #: As EXIF counts: 1 stands, 6 lies on its right side.
    orientation = models.PositiveSmallIntegerField(default=1)
    #: Whether the camera wrote anything but which way is up.
    has_told = models.BooleanField(default=False)
    device = models.CharField(max_length=160, blank=True)
    software = models.CharField(max_length=80, blank=True)
    #: The camera's clock as it stands in the file, `2026-03-04T14:02:11`; its zone beside it, where it is said.
    taken = models.CharField(max_length=19, blank=True)
    offset = models.CharField(max_length=6, blank=True)
    #: Millionths of a degree, north and east.
    latitude_e6 = models.IntegerField(null=True)
    longitude_e6 = models.IntegerField(null=True)
    error_m = models.PositiveIntegerField(null=True)
    #: The small picture, derived from `file`: without anything that the camera wrote. Lies under its own digest.
    preview_sha256 = models.CharField(max_length=64, blank=True)
    preview_size = models.PositiveIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)

    @property
    def preview(self) -> Path:
        """Where the small picture lies."""
        return place_of(self.file.agency_id, self.preview_sha256)
