"""Reading findings: the queue, one finding with all that stands on its page, and what waits for a person today."""

from __future__ import annotations

import math
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind.screening.record import Like as Record
from tradewind_web.accounts.models import User
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Membership
from tradewind_web.findings.filtering import Filters, filtered, once_a_question, with_triage
from tradewind_web.findings.grounds import lost_to, read_only_for, stands
from tradewind_web.findings.models import (
    OF_PLATFORM,
    EvidenceRow,
    Explanation,
    Finding,
    Like,
    Revision,
    Run,
    Tier,
    Triage,
    Watch,
)
from tradewind_web.findings.policy import TRIAGE_ROLES
from tradewind_web.findings.watching import in_force, watch_on
from tradewind_web.findings.wording import Words, like, words
from tradewind_web.jobs.models import Job
from tradewind_web.sharing.kept import kept
from tradewind_web.sharing.reach import reach_of

PAGE: Final = 25
#: Different ways to narrow the queue that are offered; beyond, one searches.
MOST_CHOICES: Final = 3000


@dataclass(frozen=True, slots=True)
class Item:
    """A finding as it stands in the queue for one agency."""

    finding: Finding
    words: Words
    triage: Triage | None
    watch: Watch | None
    record: str
    is_own: bool

    @property
    def title(self) -> str:
        """A finding in few words: what it is about, and the gas unless that says it."""
        what, gas = self.words.what, self.finding.substance
        if not gas or gas in what:
            return what
        return _("%(subject)s: %(substance)s") % {"subject": what, "substance": gas}

    @property
    def state(self) -> str:
        """Where it stands; new without a word from the agency."""
        return self.triage.state if self.triage else Triage.State.NEW

    @property
    def is_woken(self) -> bool:
        """Put aside until a day that has come."""
        return (
            self.triage is not None
            and self.triage.state == Triage.State.SNOOZED
            and self.triage.snoozed_until is not None
            and self.triage.snoozed_until <= timezone.localdate()
        )

    @property
    def is_settled(self) -> bool:
        """Whether the agency is done with it."""
        return self.state in Triage.SETTLED

    @property
    def has_changed(self) -> bool:
        """Whether the answer is another than the one the agency judged."""
        judged = self.triage.decided_on_revision if self.triage else ""
        return bool(judged) and judged != self.finding.revision


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list: its items and where the neighbours begin."""

    items: list[Item]
    before: str
    after: str


def seen_by(acting: Acting) -> QuerySet[Finding]:
    """The findings that reach the acting person now."""
    rows: QuerySet[Finding] = Finding.objects.visible_to(acting)
    return rows


def queue(acting: Acting, filters: Filters) -> QuerySet[Finding]:
    """The findings that the filters ask for, each question once."""
    seen = seen_by(acting)
    return filtered(with_triage(once_a_question(seen, seen, acting), acting), filters, acting)


def queue_page(acting: Acting, filters: Filters, cursor: str = "", *, size: int = PAGE) -> Page:
    """One page of the queue in the order of work; constant time however deep."""
    rows = queue(acting, filters)
    backwards, place = _place(cursor)
    if place is not None:
        rows = rows.filter(_beyond(place, backwards))
    order = ("-tier", "rank", "-id") if backwards else ("tier", "-rank", "id")
    found = list(ready(rows.order_by(*order), acting)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_before = more if backwards else place is not None
    has_after = True if backwards else more
    return Page(
        items(acting, found),
        _cursor("b", found[0]) if found and has_before else "",
        _cursor("a", found[-1]) if found and has_after else "",
    )


def items(acting: Acting, findings: Sequence[Finding]) -> list[Item]:
    """Findings ready to show, with the agency's triage, watch and record; no query for each."""
    records, watches = record_of(acting), in_force(acting)
    return [
        Item(
            finding, words(finding), next(iter(finding.own_triage), None),  # type: ignore[attr-defined]
            watch_on(finding, watches), like(records.get(finding.detector, Record())),
            finding.owner_id == acting.agency.pk,
        )
        for finding in findings
    ]  # fmt: skip


def ready(rows: QuerySet[Finding], acting: Acting) -> QuerySet[Finding]:
    """The findings with all that `items` reads of each."""
    own = Triage.objects.filter(agency=acting.agency).select_related("assignee")
    return rows.select_related("owner", "audience").prefetch_related(
        Prefetch("triages", own, to_attr="own_triage")
    )


def tiers_of(acting: Acting, filters: Filters) -> list[tuple[Tier, int]]:
    """How many findings the filters ask for in each tier, whatever tier they name."""
    asked = filters.without("tier")

    def count() -> dict[int, int]:
        return dict(queue(acting, asked).order_by().values_list("tier").annotate(n=Count("pk")))

    counts = kept(acting, ("tiers of findings", asked), count)
    return [(tier, counts.get(tier.value, 0)) for tier in Tier]


def choices(acting: Acting) -> dict[str, list[str]]:
    """What the queue can be narrowed to: detectors, substances and Parties that occur."""
    return kept(acting, "choices of findings", lambda: _choices(acting))


def _choices(acting: Acting) -> dict[str, list[str]]:
    rows = seen_by(acting).filter(status=Finding.Status.CURRENT).order_by()
    found = list(rows.values_list("detector", "substance", "party", "partner").distinct()[:MOST_CHOICES])
    return {
        "detector": sorted({row[0] for row in found}),
        "substance": sorted({row[1] for row in found} - {""}),
        "partner": sorted(({row[2] for row in found} | {row[3] for row in found}) - {""}),
    }


def record_of(acting: Acting) -> Mapping[str, Record]:
    """Detector -> how the agency's like findings ended: its inspections as of the last run, and what came since."""
    return kept(acting, "record of like findings", lambda: _record_of(acting))


def _record_of(acting: Acting) -> Mapping[str, Record]:
    prepared = {row.detector: row for row in Like.objects.filter(stands(acting), agency=acting.agency)}
    counts: dict[str, Counter[str]] = {
        name: Counter(confirmed=row.confirmed, on_paper=row.on_paper, explained=row.explained, open=row.open)
        for name, row in prepared.items()
    }
    as_of = max((row.as_of for row in prepared.values()), default=None)
    since = Triage.objects.filter(
        agency=acting.agency, state__in=[Triage.State.CONFIRMED, Triage.State.EXPLAINED]
    )
    if as_of is not None:  # what was sent back before the last run is among its inspections
        since = since.filter(Q(sent_at__isnull=True) | Q(sent_at__gt=as_of) | Q(sent_at__lt=F("decided_at")))
    rows = since.values_list("finding__detector", "state", "result").annotate(n=Count("pk"))
    for detector, state, result, n in rows:
        ended = "explained" if state == Triage.State.EXPLAINED else "confirmed"
        ended = "on_paper" if result == Triage.Result.PAPER else ended
        counts.setdefault(detector, Counter())[ended] += n
    return {
        name: Record(c["confirmed"], c["on_paper"], c["explained"], c["open"]) for name, c in counts.items()
    }


def finding_for(acting: Acting, finding_id: uuid.UUID | str) -> Item:
    """One finding ready to show.

    Raises:
        Http404: it does not exist, or not for this viewer.
    """
    found = ready(seen_by(acting).filter(pk=finding_id), acting).first()
    if found is None:
        raise Http404
    return items(acting, [found])[0]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A row behind a reason: what it says where its batch reaches the viewer, else with whom it rests."""

    row_ref: str
    values: Mapping[str, Any]
    rests_with: str
    file_name: str


def evidence_for(acting: Acting, finding: Finding) -> dict[int, list[Evidence]]:
    """Place of a reason -> its rows, each decided by the audience of its own batch."""
    found: dict[int, list[Evidence]] = {}
    lost = Exists(lost_to(acting, reach_of(acting)).filter(pk=OuterRef("batch")))
    rows = EvidenceRow.objects.filter(finding=finding).select_related("batch", "batch__owner")
    ours = reach_of(acting).sees(finding.first_audience_id, finding.audience_since)
    for row in rows.annotate(is_lost=lost):
        batch = row.batch
        shown = not row.is_lost if batch is not None else ours and row.row_ref.startswith(OF_PLATFORM)
        found.setdefault(row.reason, []).append(
            Evidence(
                row.row_ref if shown else "", row.values if shown else {},
                "" if shown or batch is None else batch.owner.name,
                batch.file_name if shown and batch is not None else "",
            )
        )  # fmt: skip
    return found


def is_read_only(acting: Acting, finding: Finding) -> bool:
    """Whether those who gave it, or what it rests on, permit reading only: no check may follow from it."""
    return Finding.objects.filter(read_only_for(acting), pk=finding.pk).exists()


def explanations_of(acting: Acting, finding: Finding) -> dict[str, Explanation]:
    """Digest of a lawful explanation -> how the agency ruled it out."""
    rows = Explanation.objects.filter(finding=finding, agency=acting.agency).select_related("by")
    return {row.digest: row for row in rows}


def beside(acting: Acting, finding: Finding, limit: int = 20) -> list[Finding]:
    """Other questions about the same subject whose findings reach the viewer, each once."""
    seen = seen_by(acting)
    same = seen.filter(subject_kind=finding.subject_kind, subject_id=finding.subject_id)
    rows = once_a_question(same, same, acting).exclude(library_id=finding.library_id).select_related("owner")
    return list(rows.order_by("tier", "-rank", "id")[:limit])


def twins(acting: Acting, finding: Finding, limit: int = 20) -> list[Finding]:
    """The same finding as other agencies hold it, where it reaches the viewer."""
    rows = seen_by(acting).filter(library_id=finding.library_id).exclude(pk=finding.pk)
    return list(rows.select_related("owner").order_by("owner__name")[:limit])


def joined_under(acting: Acting, finding: Finding, limit: int = 50) -> list[Finding]:
    """The findings that the agency joined to this one."""
    joined = Q(mine__state=Triage.State.JOINED, mine__joined_to=finding)
    rows = with_triage(seen_by(acting), acting).filter(joined)
    return list(rows.order_by("tier", "-rank", "id")[:limit])


def colleagues(acting: Acting) -> list[User]:
    """The people of the acting agency to whom a finding can be assigned, oneself first."""
    holders = Membership.objects.at(timezone.now()).filter(agency=acting.agency, role__in=TRIAGE_ROLES)
    people = User.objects.filter(pk__in=holders.values("user"), is_active=True).order_by("display_name")
    return sorted(people, key=lambda person: person.pk != acting.user_id)


def joined_to(acting: Acting, item: Item) -> Finding | None:
    """The finding that the agency joined this one to, while that one reaches the viewer."""
    if item.triage is None or item.triage.joined_to_id is None:
        return None
    return seen_by(acting).filter(pk=item.triage.joined_to_id).first()


def revisions_of(acting: Acting, finding: Finding) -> list[Revision]:
    """The earlier answers, newest first, as far as all that each rested on reaches the viewer."""
    return list(Revision.objects.filter(stands(acting), finding=finding))


def last_run(acting: Acting) -> Run | None:
    """The last time the detectors were asked for the agency, while all that they were asked over reaches it."""
    if not acting.sees_content:
        return None
    return Run.objects.filter(stands(acting), agency=acting.agency).order_by("-started_at").first()


@dataclass(frozen=True, slots=True)
class Day:
    """What waits for a person: counts, each with the filters that show what was counted."""

    new: list[tuple[Tier, int]]
    mine: int
    woken: int
    watch: int
    changed: int
    working: int
    run: Run | None
    is_empty: bool


def day_of(acting: Acting) -> Day:
    """The acting person's day."""
    run = last_run(acting)
    new = tiers_of(acting, Filters(state="new"))
    watching = Watch.objects.filter(
        agency=acting.agency, ended_at__isnull=True, ends_on__gte=timezone.localdate()
    )
    is_empty = not any(n for _tier, n in new) and not seen_by(acting).exists()

    def count(filters: Filters) -> int:
        return kept(acting, ("how many findings", filters), queue(acting, filters).count)

    return Day(
        new=new,
        mine=count(Filters(assignee="me")),
        woken=count(Filters(state="woken")),
        watch=count(Filters(watch="any")) if watching.exists() else 0,
        changed=count(Filters(state="changed")),
        working=Job.objects.filter(
            agency=acting.agency, state__in=[Job.State.WAITING, Job.State.RUNNING]
        ).count(),
        run=run,
        is_empty=is_empty,
    )


def _place(cursor: str) -> tuple[bool, tuple[int, float, str] | None]:
    """Whether to go backwards, and from which place; a cursor that says nothing is the beginning."""
    way, _tilde, rest = cursor.partition("~")
    parts = rest.split("~")
    try:
        tier, rank, key = parts
        place = (int(tier), float(rank), str(uuid.UUID(key)))
    except ValueError:
        return False, None
    return (way == "b", place) if place[0] in Tier.values and math.isfinite(place[1]) else (False, None)


def _beyond(place: tuple[int, float, str], backwards: bool) -> Q:
    tier, rank, key = place
    up, down = ("lt", "gt") if backwards else ("gt", "lt")
    return (
        Q(**{f"tier__{up}": tier})
        | Q(**{"tier": tier, f"rank__{down}": rank})
        | Q(**{"tier": tier, "rank": rank, f"id__{up}": key})
    )


def _cursor(way: str, finding: Finding) -> str:
    return f"{way}~{finding.tier}~{finding.rank!r}~{finding.pk}"
