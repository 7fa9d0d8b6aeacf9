"""Opening a case: what was known is frozen, the procedure pinned, the first step begun."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind.procedures.running import Can, possible
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.numbering import next_place
from tradewind_web.audit.recording import record as audit
from tradewind_web.cases.actions.closing import settle
from tradewind_web.cases.actions.working import locked
from tradewind_web.cases.events import CaseOpened, FindingAdded
from tradewind_web.cases.freezing import freeze
from tradewind_web.cases.models import Case, CaseFinding, Procedure
from tradewind_web.cases.policy import may_open
from tradewind_web.cases.running import Standing, event, write_down
from tradewind_web.cases.shelf import DEFAULT, in_force_for, procedure_for
from tradewind_web.cases.words import Moment, Origin
from tradewind_web.errors import Refused
from tradewind_web.findings.models import Finding
from tradewind_web.findings.queries import is_read_only
from tradewind_web.jobs.scheduling import repeat
from tradewind_web.sharing.audiences import audience_of

#: Findings of one case; more are more than one matter.
MOST_FINDINGS = 20
_DAILY = 24 * 60


@transaction.atomic
def open_case(
    *, acting: Acting, title: str, origin: str, origin_note: str = "", summary: str = "",
    findings: Sequence[UUID | str] = (), procedure: UUID | str | None = None,
) -> Case:  # fmt: skip
    """A case that reaches the acting agency alone, on a procedure in force, with what was known frozen.

    Raises:
        Http404: a finding or the procedure does not reach the person.
        NotAllowed: their roles open no cases.
        Refused: no title, no such origin, or a finding was given for reading only.
    """
    may_open(acting)
    if not title.strip():
        raise Refused(_("give the case a title that a colleague understands"))
    if origin not in Origin.values:
        raise Refused(_("say how it came up"))
    if origin == Origin.OTHER and not origin_note.strip():
        raise Refused(_("say in a few words how it came up"))
    about = _findings(acting, findings)
    pinned = _procedure(acting, procedure)
    now = timezone.now()
    year = timezone.localtime(now).year
    number = f"{year}-{next_place(acting.agency.pk, Case.objects.filter(owner=acting.agency), 'number', f'{year}-'):04}"
    case = Case.objects.create(
        owner=acting.agency, audience=audience_of(agencies=[acting.agency]), number=number, title=title.strip()[:200],
        origin=origin, origin_note=origin_note.strip(), summary=summary.strip(), procedure=pinned,
        first_procedure=pinned, officer=acting.user, opened_by=acting.user, opened_at=now,
    )  # fmt: skip
    CaseFinding.objects.bulk_create(CaseFinding(case=case, finding=f, added_by=acting.user) for f in about)
    frozen = freeze(acting, case, Moment.OPENING)
    write_down(acting, case, event(acting, "open"))
    repeat("cases.remind", every_minutes=_DAILY, agency_id=acting.agency.pk,
           arguments={"agency": str(acting.agency.pk)})  # fmt: skip
    audit(acting, CaseOpened(
        **case.as_subject, number=number, origin=origin, procedure=str(pinned),
        digest=pinned.digest, title=case.title, summary=case.summary, findings=[str(f.pk) for f in about],
        frozen=frozen.sha256,
    ))  # fmt: skip
    return case


@transaction.atomic
def record_non_find(*, acting: Acting, title: str, origin: str, why: str, origin_note: str = "") -> Case:
    """A control that found nothing, opened and closed at once: without the non-finds nobody knows how often a look is
    right. Where the agency's procedure asks for more before it ends, the case stands open there.

    Raises:
        NotAllowed: the person's roles open no cases.
        Refused: no title, no origin, or not said what was looked at.
    """
    if not why.strip():
        raise Refused(_("say what was looked at and how it is known that all is in order"))
    case = open_case(acting=acting, title=title, origin=origin, origin_note=origin_note, summary=why)
    standing = write_down(acting, case, event(acting, "say", fact="suspicion", value="explained"))
    for _step in standing.sop.steps:
        ready = next(
            (can.step for can in possible(standing.sop, standing.state) if _asks_nothing(standing, can)), None
        )
        if ready is None:
            break
        standing = write_down(acting, case, event(acting, "complete", step=ready))
    settle(acting, standing, note=why.strip())
    return case


@transaction.atomic
def add_finding(*, acting: Acting, case_id: UUID | str, finding_id: UUID | str) -> Case:
    """The case is about this finding too; what is frozen already stays as it is.

    Raises:
        Http404: case or finding does not reach the person.
        NotAllowed: another agency works in it.
        Refused: it is closed, or the finding was given for reading only.
    """
    case = locked(acting, case_id)
    (finding,) = _findings(acting, [finding_id])
    _link, is_new = CaseFinding.objects.get_or_create(
        case=case, finding=finding, defaults={"added_by": acting.user}
    )
    if is_new:
        freeze(acting, case, Moment.OPENING)
        audit(acting, FindingAdded(**case.as_subject, finding=str(finding.pk)))
    return case


def _asks_nothing(standing: Standing, can: Can) -> bool:
    """Whether a step can be done by one person without evidence, goods or a paper."""
    step = standing.sop.by_id[can.step]
    return not (can.hindered or step.four_eyes or step.handles_goods or step.form or step.evidence)


def _findings(acting: Acting, ids: Sequence[UUID | str]) -> list[Finding]:
    wanted = list(dict.fromkeys(str(one) for one in ids))
    if len(wanted) > MOST_FINDINGS:
        raise Refused(_("a case takes at most %(most)s findings; open another") % {"most": MOST_FINDINGS})
    found: list[Finding] = [Finding.objects.one_for(acting, one) for one in wanted]
    if any(is_read_only(acting, one) for one in found):
        raise Refused(
            _("those who gave it permit reading only: no case may follow from it; ask them to let you use it")
        )
    return found


def _procedure(acting: Acting, wanted: UUID | str | None) -> Procedure:
    if not wanted:
        return next(p for p in in_force_for(acting) if p.name == DEFAULT)  # the agency's own stands first
    found = procedure_for(acting, wanted)
    if not found.is_in_force:
        raise Refused(_("this procedure is not in force; choose another, or have it adopted"))
    return found
