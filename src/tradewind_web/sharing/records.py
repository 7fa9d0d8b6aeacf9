"""What every record that can reach another agency is made of: an owner, an audience, and since when."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.http import Http404
from django.utils import timezone

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency
from tradewind_web.sharing.models import Audience
from tradewind_web.sharing.reach import reach_of


class SharedRows(models.QuerySet[Any]):
    """Records with an audience. A page, a count, a search or an export begins at `visible_to`."""

    def visible_to(self, viewer: Acting, *, at: datetime | None = None) -> Self:
        """The records that reach the viewer at this moment: the owner's own, and what its audience says."""
        if not viewer.sees_content:
            return self.none()
        return self.filter(reach_of(viewer, at=at).q())

    def exportable_by(self, viewer: Acting) -> Self:
        """Those of `visible_to` that may leave in a file: TLP:RED never does."""
        return self.visible_to(viewer).exclude(audience__tlp="red")

    def one_for(self, viewer: Acting, record_id: uuid.UUID | str) -> Any:
        """The record, when it reaches the viewer.

        Raises:
            Http404: it does not exist, or not for this viewer: nobody can tell which.
        """
        return self.visible_to(viewer).one(record_id)

    def one(self, record_id: uuid.UUID | str) -> Any:
        """The record among these; a person's request begins at `visible_to`.

        Raises:
            Http404: it is not among them.
        """
        found = self.filter(pk=record_id).first()
        if found is None:
            raise Http404
        return found


class SharedRecord(models.Model):
    """A record of one agency (`owner`) that reaches an audience since a moment. Deny by default: both are required."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    audience = models.ForeignKey(Audience, models.PROTECT, related_name="+")
    audience_since = models.DateTimeField(default=timezone.now)
    owner_id: uuid.UUID
    audience_id: int

    objects = SharedRows.as_manager()

    class Meta:
        abstract = True

    #: The name of this kind of record in the audit and in addresses.
    kind = ""

    def resting_on(self) -> Sequence[SharedRecord]:
        """What it was made from: it reaches only whom each of these reaches, and their markings bind it too."""
        return ()
