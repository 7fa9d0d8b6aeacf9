"""Companies and people, one record each per agency, and what an agency says of two of them."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency
from tradewind_web.sharing.models import Widening
from tradewind_web.sharing.reach import reach_of
from tradewind_web.sharing.records import SharedRecord, SharedRows
from tradewind_web.sources.models import Batch


class Kind(models.TextChoices):
    """What a trader does; one trader may do several."""

    IMPORTER = "importer", _("importer")
    EXPORTER = "exporter", _("exporter")
    BROKER = "broker", _("customs broker")
    CARRIER = "carrier", _("carrier")
    DISTRIBUTOR = "distributor", _("distributor")
    ONLINE_SELLER = "online", _("online seller")
    TECHNICIAN = "technician", _("technician or workshop")
    RECLAIMER = "reclaimer", _("reclaimer")
    PRODUCER = "producer", _("producer")
    ZONE_OPERATOR = "zone", _("free zone or warehouse operator")
    OTHER = "other", pgettext_lazy("a kind of trader", "other")


class TraderRows(SharedRows):
    """Traders. One read from a batch reaches others only while the batch does, or while it was shared itself."""

    def visible_to(self, viewer: Acting, *, at: datetime | None = None) -> Self:
        """The traders that reach the viewer at this moment, and whose batch does where they came from one."""
        reach = reach_of(viewer, at=at)
        given = Widening.objects.filter(
            reach.q(), kind=Trader.kind, record=OuterRef("pk"), by=OuterRef("owner")
        )
        came = Q(batch__isnull=True) | Q(owner=viewer.agency) | reach.q("batch__") | Exists(given)
        return super().visible_to(viewer, at=at).filter(came)


class Trader(SharedRecord):
    """A company or a person, as one agency keeps it. Never deleted: merged by a link, or forgotten."""

    class State(models.TextChoices):
        """How far the record can be relied on."""

        PROPOSED = "proposed", _("proposed from reported data")
        KEPT = "kept", _("kept by the agency")
        FORGOTTEN = "forgotten", _("forgotten")

    objects = TraderRows.as_manager()  # type: ignore[misc]

    kind = "trader"

    name = models.CharField(max_length=300)
    is_person = models.BooleanField(default=False)
    other_names = models.JSONField(default=list)
    national_number = models.CharField(max_length=80, blank=True)
    registrations = models.JSONField(default=list)
    address = models.TextField(blank=True)
    country = models.CharField(max_length=10, blank=True)
    #: Codes of `Kind` between commas, `,importer,broker,`: asked the same way on both databases.
    kinds_text = models.CharField(max_length=200, blank=True)
    #: None: nobody said.
    holds_quota = models.BooleanField(null=True)
    notes = models.TextField(blank=True)
    #: The last day, by the Party's rule when it was made; None of one made before there were rules.
    retain_until = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.KEPT)
    #: The batch a proposed record was read from.
    batch = models.ForeignKey(Batch, models.SET_NULL, null=True, related_name="+")
    search_key = models.TextField(blank=True)
    sort_key = models.CharField(max_length=200, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (
            models.Index(fields=["sort_key", "id"], name="trader_by_name"),
            models.Index(fields=["owner", "national_number"], name="trader_number"),
            models.Index(fields=["owner", "retain_until"], name="trader_retention"),
        )

    def __str__(self) -> str:
        return self.name or str(self.State.FORGOTTEN.label)

    @property
    def kinds(self) -> list[Kind]:
        """What it does, in the order of `Kind`."""
        said = set(self.kinds_text.split(","))
        return [kind for kind in Kind if kind.value in said]

    @property
    def is_forgotten(self) -> bool:
        """Whether what identified it was erased."""
        return self.state == self.State.FORGOTTEN


class Identity(models.Model):
    """What a trader is known by: a digest of its national number, or of its name and country.

    A proposal asks here first, so that a trader is proposed once, also after its name was corrected; and one that was
    forgotten does not come back with the next file.
    """

    owner = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    trader = models.ForeignKey(Trader, models.PROTECT, related_name="identities")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["owner", "digest"], name="one_trader_an_identity"),)


class Link(models.Model):
    """What an agency says of two traders. It is that agency's own: whoever else sees the traders does not see it."""

    class Kind(models.TextChoices):
        """`one` ... `other`."""

        SAME = "same", _("is the same as")
        OWNS = "owns", _("owns")
        DIRECTS = "directs", _("directs")
        ADDRESS = "address", _("shares an address with")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    one = models.ForeignKey(Trader, models.PROTECT, related_name="links")
    other = models.ForeignKey(Trader, models.PROTECT, related_name="linked_by")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    why = models.TextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_why = models.TextField(blank=True)

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "one", "other", "kind"], condition=Q(undone_at__isnull=True),
                name="one_link_of_a_kind",
            ),
            # Shown under one lead: a trader is the same as at most one other.
            models.UniqueConstraint(
                fields=["agency", "other"], condition=Q(undone_at__isnull=True, kind="same"),
                name="merged_into_one",
            ),
        )  # fmt: skip
