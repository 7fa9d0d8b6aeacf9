"""The cases and procedures that rows of the table are asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tradewind.procedures.shelf import shipped
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency
from tradewind_web.cases.actions import (
    drafting,
    holding,
    keeping,
    neighbours,
    opening,
    procedures,
    working,
)
from tradewind_web.cases.models import Case
from tradewind_web.cases.shelf import in_force_for
from tradewind_web.sharing.actions import share

Arguments = Mapping[str, Any]


def case(maker: Acting, reached: Agency) -> Arguments:
    made = opening.open_case(acting=maker, title="table", origin="control")
    share(acting=maker, record=made, agencies=[reached], reason="table")
    return {"case_id": made.pk}


def case_step(maker: Acting, reached: Agency) -> Arguments:
    return {**case(maker, reached), "step": "detect"}


def case_end(maker: Acting, reached: Agency) -> Arguments:
    return {"kind": "case", "record_id": case(maker, reached)["case_id"]}


def case_answer(maker: Acting, reached: Agency) -> Arguments:
    return {**case(maker, reached), "fact": "danger"}


def case_at_hold(maker: Acting, reached: Agency) -> Arguments:
    made = case(maker, reached)
    working.complete_step(acting=maker, case_id=made["case_id"], step="detect")
    working.say(acting=maker, case_id=made["case_id"], fact="suspicion", value="stands")
    working.complete_step(acting=maker, case_id=made["case_id"], step="triage")
    return made


def case_hold(maker: Acting, reached: Agency) -> Arguments:
    made = case_at_hold(maker, reached)
    ground = shipped().by_id["hold"].grounds[0]
    held = holding.hold_goods(
        acting=maker, case_id=made["case_id"], ground=ground, law="s 1", goods="x", place="x"
    )
    return {**made, "hold_id": held.pk}


def case_frozen(maker: Acting, reached: Agency) -> Arguments:
    made = case(maker, reached)
    return {**made, "frozen_id": Case.objects.get(pk=made["case_id"]).frozen.get().pk}


def case_said(maker: Acting, reached: Agency) -> Arguments:
    """What a machine said, kept with the case."""
    made = case(maker, reached)
    piece = keeping.Piece("reading", "identified", "table", "identification:1", content="{}")
    return {**made, "evidence_id": keeping.keep(acting=maker, case_id=made["case_id"], piece=piece).pk}


def procedure(maker: Acting, reached: Agency) -> Arguments:
    """One of the agency's own, that waits for its second person."""
    sop = replace(shipped(), id="own", version="2", title="Own")
    made = procedures.bring(acting=maker, sop=sop, base_id=in_force_for(maker)[0].pk, why="table")
    return {"procedure_id": made.pk}


def two_procedures(maker: Acting, reached: Agency) -> Arguments:
    return {**procedure(maker, reached), "other_id": in_force_for(maker)[0].pk}


def procedure_shared(maker: Acting, reached: Agency) -> Arguments:
    """One that is in force and that the agency let another read."""
    procedures.set_rule(acting=maker, two_people=False, why="table")
    made = procedure(maker, reached)
    record = neighbours.shareable(acting=maker, procedure_id=made["procedure_id"])
    share(acting=maker, record=record, agencies=[reached], reason="table")
    return made


def procedure_draft(maker: Acting, reached: Agency) -> Arguments:
    started = drafting.start(acting=maker, procedure_id=in_force_for(maker)[0].pk, language="en")
    return {"draft_id": started.pk}


def procedure_draft_step(maker: Acting, reached: Agency) -> Arguments:
    return {**procedure_draft(maker, reached), "step": "triage"}


def procedure_draft_question(maker: Acting, reached: Agency) -> Arguments:
    return {**procedure_draft(maker, reached), "question": "danger"}


CASE_RECORDS = (
    case, case_end, case_step, case_answer, case_at_hold, case_hold, case_frozen, case_said, procedure, two_procedures,
    procedure_shared, procedure_draft, procedure_draft_step, procedure_draft_question,
)  # fmt: skip
