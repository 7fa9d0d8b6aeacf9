"""Reading traders: pages of the register, one trader with what the agency says of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from tradewind_web.agencies.acting import Acting
from tradewind_web.sharing.reach import reach_of
from tradewind_web.traders.models import Kind, Link, Trader
from tradewind_web.traders.searching import matches

PAGE: Final = 25
MOST_OFFERED: Final = 12


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to."""

    query: str = ""
    kind: str = ""
    country: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A trader in the list; `lead` is the record it is merged into."""

    trader: Trader
    lead: Trader | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list: its rows and where the neighbours begin."""

    rows: list[Row]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Said:
    """A link as it reads from one of its ends."""

    link: Link
    subject: Trader
    object: Trader


def seen_by(acting: Acting) -> QuerySet[Trader]:
    """The traders that reach the acting person now."""
    rows: QuerySet[Trader] = Trader.objects.visible_to(acting)
    return rows


def page(acting: Acting, filters: Filters, cursor: str = "", *, size: int = PAGE) -> Page:
    """One page of the register by name; constant time however deep."""
    rows = _filtered(acting, filters)
    backwards, place = _place(cursor)
    if place is not None:
        rows = rows.filter(_beyond(place, backwards))
    order = ("-sort_key", "-id") if backwards else ("sort_key", "id")
    # fetched apart: joined, SQLite would begin at the owners and sort all their traders for one page
    found = list(rows.order_by(*order).prefetch_related("owner")[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_before = more if backwards else place is not None
    has_after = True if backwards else more
    leads = _leads(acting, found)
    return Page(
        [Row(t, leads.get(t.pk), t.owner_id == acting.agency.pk) for t in found],
        _cursor(found[0]) if found and has_before else "",
        _cursor(found[-1]) if found and has_after else "",
    )


def offered(acting: Acting, query: str, *, without: Sequence[uuid.UUID] = ()) -> list[Trader]:
    """The first traders that a few typed letters find, for choosing one."""
    if not query.strip():
        return []
    rows = (
        seen_by(acting).filter(matches(query)).exclude(state=Trader.State.FORGOTTEN).exclude(pk__in=without)
    )
    return list(rows.order_by("sort_key", "id")[:MOST_OFFERED])


def trader_for(acting: Acting, trader_id: uuid.UUID | str) -> Trader:
    """One trader.

    Raises:
        Http404: it does not exist, or not for this viewer.
    """
    found: Trader | None = (
        seen_by(acting).select_related("owner", "audience", "batch", "added_by").filter(pk=trader_id).first()
    )
    if found is None:
        raise Http404
    return found


def links_of(acting: Acting, trader: Trader) -> list[Said]:
    """What the agency says of this trader and others that reach the viewer, undone links last."""
    reach = reach_of(acting)
    rows = (
        Link.objects.filter(Q(one=trader) | Q(other=trader), agency=acting.agency)
        .filter(reach.q("one__"), reach.q("other__"))
        .select_related("one", "other", "made_by", "undone_by")
    )
    return sorted((Said(row, row.one, row.other) for row in rows), key=lambda s: s.link.undone_at is not None)


def link_for(acting: Acting, link_id: int) -> Link:
    """One link of the agency, between traders that reach the viewer.

    Raises:
        Http404: there is none.
    """
    reach = reach_of(acting)
    found = (
        Link.objects.filter(pk=link_id, agency=acting.agency)
        .filter(reach.q("one__"), reach.q("other__"))
        .select_related("one", "other")
        .first()
    )
    if found is None:
        raise Http404
    return found


def namesakes(acting: Acting, trader: Trader) -> list[Trader]:
    """Other records of the same name that reach the viewer and are not merged with it yet."""
    if not trader.sort_key:
        return []
    merged = _merges(acting).filter(Q(one=trader, other=OuterRef("pk")) | Q(one=OuterRef("pk"), other=trader))
    rows = seen_by(acting).filter(sort_key=trader.sort_key).exclude(pk=trader.pk).exclude(Exists(merged))
    return list(rows.select_related("owner").order_by("id")[:MOST_OFFERED])


def _filtered(acting: Acting, filters: Filters) -> QuerySet[Trader]:
    rows = seen_by(acting).exclude(state=Trader.State.FORGOTTEN)
    if (
        filters.query.strip()
    ):  # a merged record is found by its own name, and leads to the one it is merged into
        rows = rows.filter(matches(filters.query))
    else:
        lead = _merges(acting).filter(reach_of(acting).q("one__"), other=OuterRef("pk"))
        rows = rows.exclude(Exists(lead))
    if filters.kind in Kind.values:
        rows = rows.filter(kinds_text__contains=f",{filters.kind},")
    if filters.country:
        rows = rows.filter(country=filters.country)
    if filters.state in Trader.State.values:
        rows = rows.filter(state=filters.state)
    return rows


def _merges(acting: Acting) -> QuerySet[Link]:
    return Link.objects.filter(agency=acting.agency, kind=Link.Kind.SAME, undone_at__isnull=True)


def _leads(acting: Acting, traders: Sequence[Trader]) -> dict[Any, Trader]:
    rows = _merges(acting).filter(reach_of(acting).q("one__"), other__in=[t.pk for t in traders])
    return {link.other_id: link.one for link in rows.select_related("one")}


def _place(cursor: str) -> tuple[bool, tuple[str, str] | None]:
    """Whether to go backwards, and from which place; a cursor that says nothing is the beginning."""
    way, _, rest = cursor.partition("~")
    key, _, ident = rest.rpartition("~")
    try:
        return way == "before", (key, str(uuid.UUID(ident)))
    except ValueError:
        return False, None


def _beyond(place: tuple[str, str], backwards: bool) -> Q:
    key, ident = place
    way = "lt" if backwards else "gt"
    return Q(**{f"sort_key__{way}": key}) | Q(**{"sort_key": key, f"id__{way}": ident})


def _cursor(trader: Trader) -> str:
    return f"{trader.sort_key}~{trader.pk}"


def traders_due(viewer: Acting, until: date) -> QuerySet[Trader]:
    """The acting agency's traders whose last day is this one or earlier and who are not forgotten."""
    own = Trader.objects.visible_to(viewer).filter(owner=viewer.agency, retain_until__lte=until)
    return own.exclude(state=Trader.State.FORGOTTEN).order_by("retain_until", "pk")
