"""What a person may ask of the queue: read from the address, kept in links, the same for page, export and API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from urllib.parse import urlencode

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tradewind_web.agencies.acting import Acting
from tradewind_web.findings.models import Finding, Triage
from tradewind_web.findings.watching import watched
from tradewind_web.traders.searching import matches

#: Beside the states of a triage: what still asks something of somebody.
STATES = (
    ("open", pgettext_lazy("findings", "waiting")),
    *Triage.State.choices,
    ("woken", _("put aside until a day that has come")),
    ("changed", _("settled, but the answer has changed since")),
    ("withdrawn", _("withdrawn")),
    ("all", _("all")),
)
_SETTLED = [str(s) for s in Triage.SETTLED]
LONGEST_QUERY = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """One way of looking at the queue; empty means everything, `state` apart, which begins with what waits."""

    state: str = "open"
    tier: str = ""
    assignee: str = ""
    detector: str = ""
    substance: str = ""
    partner: str = ""
    watch: str = ""
    q: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Filters:
        """Filters from an address; what no filter knows is left out, so that an old link still opens."""
        given = {
            f.name: (asked.get(f.name) or "").replace("\x00", "").strip()[:LONGEST_QUERY] for f in fields(cls)
        }
        if given["state"] not in dict(STATES):
            given["state"] = "open"
        if given["tier"] not in ("", "1", "2", "3"):
            given["tier"] = ""
        if given["assignee"] not in ("", "me", "nobody"):
            given["assignee"] = ""
        return cls(**given)

    @property
    def address(self) -> str:
        """The filters as the query of an address; the beginning's left out."""
        return urlencode({k: v for k, v in asdict(self).items() if v and v != getattr(Filters(), k)})

    def without(self, name: str) -> Filters:
        """These filters with one at its beginning."""
        return replace(self, **{name: getattr(Filters(), name)})

    def set(self) -> list[str]:
        """Names of the filters that are set."""
        return [f.name for f in fields(self) if getattr(self, f.name) != getattr(Filters(), f.name)]


def with_triage(rows: QuerySet[Finding], acting: Acting) -> QuerySet[Finding]:
    """The findings beside what the acting agency made of each, as `mine`."""
    return rows.annotate(mine=FilteredRelation("triages", condition=Q(triages__agency=acting.agency)))


def once_a_question(rows: QuerySet[Finding], seen: QuerySet[Finding], acting: Acting) -> QuerySet[Finding]:
    """Each question once: the agency's own answer where it has one, else one of those others have.

    Several agencies that read the same public facts each hold the finding, and all of them reach everybody.
    """
    same = seen.filter(library_id=OuterRef("library_id"))
    # two questions instead of one with "or": each is then one step in an index
    own = Exists(same.filter(owner=acting.agency))
    earlier = Exists(same.filter(owner__lt=OuterRef("owner")))
    return rows.filter(Q(owner=acting.agency) | (~own & ~earlier))


def filtered(rows: QuerySet[Finding], filters: Filters, acting: Acting) -> QuerySet[Finding]:
    """The findings with triage that the filters ask for."""
    rows = rows.filter(_in_state(filters.state, timezone.localdate()))
    if filters.tier:
        rows = rows.filter(tier=int(filters.tier))
    if filters.assignee == "me":
        rows = rows.filter(Q(mine__assignee=acting.user_id))
    elif filters.assignee == "nobody":
        rows = rows.filter(Q(mine__assignee__isnull=True))
    if filters.detector:
        rows = rows.filter(detector=filters.detector)
    if filters.substance:
        rows = rows.filter(substance=filters.substance)
    if filters.partner:
        rows = rows.filter(Q(partner=filters.partner) | Q(party=filters.partner))
    if filters.watch:
        rows = rows.filter(watched(acting))
    if filters.q:
        rows = rows.filter(matches(filters.q))
    return rows


def _in_state(state: str, today: date) -> Q:
    """The condition of a state in the agency's own triage."""
    if state == "all":
        return Q()
    if state == "withdrawn":
        return Q(status=Finding.Status.WITHDRAWN)
    current = Q(status=Finding.Status.CURRENT)
    woken = Q(mine__state=Triage.State.SNOOZED, mine__snoozed_until__lte=today)
    match state:
        case "open":
            waits = Q(mine__isnull=True) | Q(mine__state__in=[Triage.State.NEW, Triage.State.ASSIGNED])
            return current & (waits | woken)
        case "woken":
            return current & woken
        case "new":
            return current & (Q(mine__isnull=True) | Q(mine__state=Triage.State.NEW))
        case "snoozed":
            return current & Q(mine__state=state, mine__snoozed_until__gt=today)
        case "changed":
            # both ways round instead of a negation, which would not stay inside the joined row
            differs = Q(mine__decided_on_revision__lt=F("revision")) | Q(
                mine__decided_on_revision__gt=F("revision")
            )
            return Q(mine__state__in=_SETTLED) & differs
        case _:
            return Q(mine__state=state)
