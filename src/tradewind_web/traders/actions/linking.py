"""Saying that two traders belong together, merging two records of one trader, and undoing either."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import Refused
from tradewind_web.traders.events import TraderLinked, TraderUnlinked
from tradewind_web.traders.models import Link, Trader
from tradewind_web.traders.policy import may_keep


@transaction.atomic
def link(*, acting: Acting, one_id: object, other_id: object, kind: Link.Kind, why: str) -> Link:
    """The agency says this of two traders it sees. `same` merges: `other` is then shown under `one`, nothing is lost.

    Raises:
        Http404: one of them does not reach the person.
        NotAllowed: their roles keep no register.
        Refused: no reason, a trader with itself, one that is merged already, or said already.
    """
    one: Trader = Trader.objects.one_for(acting, str(one_id))
    other: Trader = Trader.objects.one_for(acting, str(other_id))
    may_keep(acting)
    if not why.strip():
        raise Refused(_("say why: the reason stands beside the link"))
    if one.pk == other.pk:
        raise Refused(_("a trader cannot be linked to itself; choose another one"))
    if one.is_forgotten or other.is_forgotten:
        raise Refused(_("a forgotten trader cannot be linked"))
    stands = Link.objects.select_for_update().filter(agency=acting.agency, undone_at__isnull=True)
    if stands.filter(one=one, other=other, kind=kind).exists():
        raise Refused(_("this was said already"))
    if kind == Link.Kind.SAME:
        same = stands.filter(kind=Link.Kind.SAME)
        if same.filter(other=other).exists():
            raise Refused(_("that record is merged into another already; undo that first"))
        if same.filter(other=one).exists():
            raise Refused(_("this record is merged into another itself; go to that one and link from there"))
        if same.filter(one=other).exists():
            raise Refused(_("other records are merged into that one; go to it and link from there"))
    made = Link.objects.create(
        agency=acting.agency, one=one, other=other, kind=kind, why=why.strip(), made_by=acting.user
    )
    for here, there in ((one, other), (other, one)):
        audit(acting, TraderLinked(
            subject_kind=Trader.kind, subject_id=str(here.pk), link=made.pk, other=str(there.pk), how=kind.value,
            why=made.why,
        ))  # fmt: skip
    return made


@transaction.atomic
def unlink(*, acting: Acting, link_id: int, why: str) -> Link:
    """The link no longer counts; that it was said, by whom and why stays.

    Raises:
        Http404: it is not a link of the acting agency.
        NotAllowed: the person's roles keep no register.
        Refused: no reason, or it was undone already.
    """
    if not acting.sees_content:
        raise Http404
    found = Link.objects.select_for_update().filter(pk=link_id, agency=acting.agency).first()
    if found is None:
        raise Http404
    may_keep(acting)
    if not why.strip():
        raise Refused(_("say why it is undone: the reason stands beside the link"))
    if found.undone_at is not None:
        raise Refused(_("this link was undone already"))
    found.undone_at, found.undone_by, found.undone_why = timezone.now(), acting.user, why.strip()
    found.save(update_fields=["undone_at", "undone_by", "undone_why"])
    for here, there in ((found.one_id, found.other_id), (found.other_id, found.one_id)):
        audit(acting, TraderUnlinked(
            subject_kind=Trader.kind, subject_id=str(here), link=found.pk, other=str(there), how=found.kind,
            why=found.undone_why,
        ))  # fmt: skip
    return found
