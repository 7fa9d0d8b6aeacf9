"""Limits a Party sets itself: by its law, or by its agreement with the Multilateral Fund."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from tradewind_web.agencies.models import Agency


class OwnLimit(models.Model):
    """The most that may be consumed of a group in a year. Set anew it is another row; the earlier one stays."""

    party = models.CharField(max_length=3)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    #: An annex group; its limits are in ODP tonnes, those of group F in tonnes of CO2 equivalent.
    group = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    amount_mg = models.BigIntegerField()
    #: The law or agreement that sets it.
    rule = models.CharField(max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)
    #: Replaced by another, or no longer in force.
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-year", "group")
        constraints = (
            models.UniqueConstraint(
                fields=["party", "group", "year"], condition=Q(ended_at__isnull=True), name="one_own_limit_a_year"
            ),
            models.CheckConstraint(condition=Q(amount_mg__gte=0), name="own_limit_not_negative"),
        )  # fmt: skip
