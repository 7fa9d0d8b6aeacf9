"""Reading what the ledger of customs says beside ours: for customs of the Party, and who granted the licence."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tradewind_web.agencies.acting import Acting
from tradewind_web.licensing.customs_policy import is_customs
from tradewind_web.licensing.customs_queries import issued_for
from tradewind_web.licensing.models_customs import CustomsFigure


class Figures:
    """The figures that reach a person."""

    def __init__(self, rows: QuerySet[CustomsFigure]) -> None:
        self.rows = rows

    def one(self, figure_id: int) -> CustomsFigure:
        """One of them.

        Raises:
            Http404: it is not among them.
        """
        found = self.rows.filter(pk=figure_id).first()
        if found is None:
            raise Http404
        return found

    def differing(self) -> QuerySet[CustomsFigure]:
        """Those where the two sides say something else."""
        return self.rows.filter(difference_g__gt=0)

    def exportable(self) -> Figures:
        """Those that may leave in a file: TLP:RED never does."""
        return Figures(self.rows.exclude(licence__audience__tlp="red"))

    def as_of(self) -> datetime | None:
        """How new the newest of them is."""
        newest: datetime | None = self.rows.order_by().aggregate(newest=Max("as_of"))["newest"]
        return newest


def figures_for(acting: Acting) -> Figures:
    """The figures on licences that reach the person, at customs or at the agency that granted them."""
    licences = issued_for(acting)
    if not is_customs(acting):
        licences = licences.filter(owner=acting.agency)
    rows = CustomsFigure.objects.filter(licence__in=licences.prefetch_related(None).values("pk"))
    if is_customs(acting):
        rows = rows.filter(customs=acting.agency)
    return Figures(rows.select_related("licence", "customs", "explained_by"))


def age_in_words(as_of: datetime) -> str:
    """`today`, `yesterday`, `3 days ago`: by calendar days, as people count them."""
    days = (timezone.localdate() - timezone.localdate(as_of)) // timedelta(days=1)
    if days <= 0:
        return _("Customs' figures as of today")
    if days == 1:
        return _("Customs' figures as of yesterday")
    said = ngettext(
        "Customs' figures as of %(days)s day ago", "Customs' figures as of %(days)s days ago", days
    )
    return said % {"days": days}
