"""The authority that an agency has its custody stamped by, and the stamps it gave."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from tradewind_web.agencies.models import Agency
from tradewind_web.seizures.words_stamps import Of, StampTrouble, Stands


class StampAuthority(models.Model):
    """Whom an agency asks for time stamps (RFC 3161). None: it asks nobody."""

    agency = models.OneToOneField(Agency, models.PROTECT, primary_key=True, related_name="+")
    address = models.CharField(max_length=300)
    #: PEM: the root, and certificates between it and the one that signs.
    roots = models.TextField()
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    named_at = models.DateTimeField(default=timezone.now)


class Stamp(models.Model):
    """That a text was there at a time, by the word of an authority. A stamp that is held is never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    seizure = models.ForeignKey("seizures.Seizure", models.PROTECT, related_name="stamps")
    of = models.CharField(max_length=10, choices=Of.choices)
    #: How many entries or files there were.
    count = models.PositiveIntegerField()
    #: What is stamped, word for word.
    text = models.TextField()
    state = models.CharField(max_length=8, choices=Stands.choices)
    trouble = models.CharField(max_length=12, choices=StampTrouble.choices, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(default=timezone.now)
    #: The authority's answer, byte for byte, and what it says.
    response = models.BinaryField(null=True)
    stamped_at = models.DateTimeField(null=True)
    serial = models.CharField(max_length=64, blank=True)
    policy = models.CharField(max_length=80, blank=True)
    #: By whom, and which root proved it then.
    address = models.CharField(max_length=300)
    roots = models.TextField()

    class Meta:
        ordering = ("-tried_at", "-id")
        constraints = (models.UniqueConstraint(fields=["seizure", "of", "count"], name="one_stamp_a_count"),)
