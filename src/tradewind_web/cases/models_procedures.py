"""Around procedures: drafts, an agency's rule and keys, signatures, and whom a version reaches."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from tradewind.procedures.reading import procedure_from
from tradewind.procedures.signing import Signature, fingerprint, holds_for
from tradewind.procedures.sop import SOP
from tradewind_web.agencies.models import Agency
from tradewind_web.sharing.records import SharedRecord

_PERSON: Any = settings.AUTH_USER_MODEL


class ProcedureRule(models.Model):
    """How an agency puts its procedures into force. Without a row: by two persons."""

    agency = models.OneToOneField(Agency, models.PROTECT, related_name="+", primary_key=True)
    two_people = models.BooleanField(default=True)


class ProcedureDraft(models.Model):
    """A version somebody works at in the browser. It always reads as a procedure; whether it makes sense the check
    says. Kept after it ended, for what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    base = models.ForeignKey("cases.Procedure", models.PROTECT, related_name="+")
    content = models.JSONField()
    #: Grows with every save, so that nobody writes over what a colleague saved meanwhile.
    revision = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    became = models.ForeignKey("cases.Procedure", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["owner", "ended_at", "-changed_at"], name="procedure_draft_open"),)

    @property
    def sop(self) -> SOP:
        """The procedure as it stands.

        Raises:
            ValueError: what is kept reads as none.
        """
        found = procedure_from(self.content)[0]
        if found is None:
            raise ValueError(f"draft {self.pk} reads as no procedure")
        return found


class SigningKey(models.Model):
    """An agency's key for procedures (Ed25519). The private part is sealed under the office's secret."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    public_key = models.CharField(max_length=64, unique=True)
    sealed_key = models.TextField()
    made_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    #: When the agency began with another; what it signed still holds.
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["agency"], condition=Q(retired_at__isnull=True), name="one_signing_key_an_agency"
            ),
        )

    @property
    def fingerprint(self) -> str:
        """What two people read to each other to be sure of the key."""
        return fingerprint(self.public_key)


class ProcedureSignature(models.Model):
    """A signature over a version of a procedure: made here, or come with the file. Whether it holds is worked out."""

    procedure = models.ForeignKey("cases.Procedure", models.PROTECT, related_name="signatures")
    #: The name the file says; of a key that is known here, the agency counts.
    signer = models.CharField(max_length=200, blank=True)
    public_key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(fields=["procedure", "public_key"], name="one_signature_a_key"),
        )

    @property
    def as_carried(self) -> Signature:
        """As a file carries it."""
        return Signature(self.signer, self.public_key, self.signature)

    def holds(self, sop: SOP) -> bool:
        """Whether the key signed exactly this procedure."""
        return holds_for(sop, self.as_carried)


class SharedProcedure(SharedRecord):
    """A published version as others may read it; it has the id of the procedure, whose history tells of it."""

    kind = "procedure"

    procedure = models.OneToOneField("cases.Procedure", models.PROTECT, related_name="shared")
