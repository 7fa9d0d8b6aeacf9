"""Keeping what the ledger of customs says beside ours, and explaining where the two differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency
from tradewind_web.audit.recording import Actor, record
from tradewind_web.errors import Refused
from tradewind_web.licensing.customs_events import DifferenceExplained, FiguresCopied
from tradewind_web.licensing.customs_figures import figures_for
from tradewind_web.licensing.customs_policy import may_clear
from tradewind_web.licensing.models import Licence
from tradewind_web.licensing.models_customs import CustomsFigure
from tradewind_web.licensing.verifying import kilos

_TOLD = ("ours_g", "theirs_g", "left_g", "difference_g", "used_on", "as_of")
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What both sides say of one gas of a licence."""

    licence: Licence
    substance: str
    ours_g: int
    theirs_g: int | None
    left_g: int | None
    used_on: date | None
    as_of: datetime


@transaction.atomic
def keep_figures(*, actor: Actor, customs: Agency, copied: Sequence[Copied]) -> int:
    """Keep just these figures of the administration; an explanation stays with its figure. How many there are."""
    before = {
        (row.licence_id, row.substance): row
        for row in CustomsFigure.objects.select_for_update().filter(customs=customs)
    }
    new, changed = [], []
    for told in copied:
        row = before.pop((told.licence.pk, told.substance), None)
        figure = row or CustomsFigure(licence=told.licence, substance=told.substance, customs=customs)
        was = [getattr(figure, name) for name in _TOLD]
        figure.ours_g, figure.theirs_g, figure.left_g = told.ours_g, told.theirs_g, told.left_g
        figure.used_on, figure.as_of = told.used_on, told.as_of
        figure.difference_g = abs(figure.ours_less_theirs_g)
        if row is None:
            new.append(figure)
        elif was != [getattr(figure, name) for name in _TOLD]:
            changed.append(figure)
    CustomsFigure.objects.bulk_create(new, batch_size=_AT_ONCE)
    CustomsFigure.objects.bulk_update(changed, _TOLD, batch_size=_AT_ONCE)
    gone = [row.pk for row in before.values()]
    CustomsFigure.objects.filter(pk__in=gone).delete()
    if new or changed or gone:
        differing = CustomsFigure.objects.filter(customs=customs, difference_g__gt=0).count()
        record(actor, FiguresCopied(
            subject_kind="agency", subject_id=str(customs.pk), figures=len(copied), differing=differing
        ))  # fmt: skip
    return len(copied)


@transaction.atomic
def explain_difference(*, acting: Acting, figure_id: int, explanation: str) -> CustomsFigure:
    """Why the two figures differ, as they do now: another difference is open again.

    Raises:
        Http404: it does not reach the person.
        NotAllowed: the person's roles clear nothing.
        Refused: nothing was written, or the two do not differ.
    """
    figure = figures_for(acting).one(figure_id)
    may_clear(acting)
    text = explanation.replace("\x00", " ").strip()
    if not text:
        raise Refused(_("write why the two figures differ"))
    if not figure.difference_g:
        raise Refused(_("the two figures do not differ"))
    figure.explanation, figure.explained_g = text, figure.ours_less_theirs_g
    figure.explained_by, figure.explained_at = acting.user, timezone.now()
    figure.save(update_fields=["explanation", "explained_g", "explained_by", "explained_at"])
    record(acting, DifferenceExplained(
        subject_kind=Licence.kind, subject_id=str(figure.licence_id), substance=figure.substance,
        ours=kilos(figure.ours_g), theirs=kilos(figure.theirs_g or 0), reason=text,
    ))  # fmt: skip
    return figure
