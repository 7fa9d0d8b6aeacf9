"""What other rooms of the platform lay to a case: at the step that asks for it, once, under its digest."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.cases.actions.working import lay, locked, raise_stop
from tradewind_web.cases.freezing import digest_of
from tradewind_web.cases.models import Evidence
from tradewind_web.cases.running import Standing, standing_of
from tradewind_web.errors import Refused


@dataclass(frozen=True, slots=True)
class Piece:
    """Something to be laid: its kind of evidence, the state of a procedure in which it belongs where no step asks for
    the kind, what it is in words, where it lies, what in the platform it is, and its SHA-256 or the text it is of."""

    kind: str
    state: str
    text: str
    ref: str
    source: str = ""
    sha256: str = ""
    content: str = ""


@transaction.atomic
def keep(*, acting: Acting, case_id: UUID | str, piece: Piece, danger: str = "") -> Evidence:
    """The piece with the case. Where it tells of a danger and nobody has stopped the work, it is stopped as well.

    Raises:
        Http404: the case does not reach the person.
        NotAllowed: another agency works in it, or their roles do not.
        Refused: the case is closed, or has this piece already.
    """
    case = locked(acting, case_id)
    if case.evidence.filter(ref=piece.ref).exists():
        raise Refused(_("the case has this already"))
    made = lay(
        acting, case, step_for(standing_of(case), piece), piece.kind, piece.text, piece.source, piece.ref,
        digest_of(piece.content) if piece.content else piece.sha256, piece.content,
    )  # fmt: skip
    if danger and not case.stopped_why:
        raise_stop(acting=acting, case_id=case.pk, why=danger)
    return made


def step_for(standing: Standing, piece: Piece) -> str:
    """The step it belongs to: one to be done now that asks for it, any that asks for it, one of that state, the first
    that is to be done."""
    now = [standing.sop.by_id[one.step] for one in standing.state.open]
    asking = [
        step for step in (*now, *standing.sop.steps) if any(need.kind == piece.kind for need in step.evidence)
    ]
    about = [step for step in (*now, *standing.sop.steps) if step.state == piece.state]
    return [*asking, *about, *now, standing.sop.start][0].id
