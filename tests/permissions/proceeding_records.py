"""The records of proceedings that rows of the table are asked about: made by Own, shared with Reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency
from tradewind_web.proceedings.actions import archiving, deciding, law, opening, weighing
from tradewind_web.proceedings.models import Archive, Proceeding, Provision
from tradewind_web.proceedings.values import Law, Noting, Opening, Weighing
from tradewind_web.proceedings.words import Edition, Ground
from tradewind_web.sharing.actions import share

Arguments = Mapping[str, Any]


def _proceeding(maker: Acting, reached: Agency) -> Proceeding:
    values = Opening("administrative", "R-22", "Somebody", "KEN", date(2026, 3, 4))
    made = opening.open_proceeding(acting=maker, values=values)
    share(acting=maker, record=made, agencies=[reached], reason="table")
    return made


def _provision(maker: Acting) -> Provision:
    values = Law(
        "KEN", "administrative", "Act 1", "says", "act", 100, 1000, "EUR", date(2025, 1, 1), "Gazette",
        date(2026, 1, 1), "read",
    )  # fmt: skip
    return law.enter(acting=maker, values=values)


def provision(maker: Acting, reached: Agency) -> Arguments:
    return {"provision_id": _provision(maker).pk}


def proceeding(maker: Acting, reached: Agency) -> Arguments:
    return {"proceeding_id": _proceeding(maker, reached).pk}


def proceeding_element(maker: Acting, reached: Agency) -> Arguments:
    made = _proceeding(maker, reached)
    return {"proceeding_id": made.pk, "element_id": made.elements.earliest("position").pk}


def proceeding_step(maker: Acting, reached: Agency) -> Arguments:
    made = _proceeding(maker, reached)
    hearing = Noting("hearing", date(2026, 12, 24))
    step = deciding.note_step(acting=maker, proceeding_id=made.pk, values=hearing)
    return {"proceeding_id": made.pk, "step_id": step.pk}


def worksheet(maker: Acting, reached: Agency) -> Arguments:
    made = _proceeding(maker, reached)
    values = Weighing(_provision(maker).pk, 500, "EUR", "reasons", date(2026, 3, 5))
    weighing.weigh(acting=maker, proceeding_id=made.pk, values=values)
    return {"proceeding_id": made.pk, "number": 1}


def left_out(maker: Acting, reached: Agency) -> Arguments:
    made = _proceeding(maker, reached)
    one = archiving.leave_out(
        acting=maker, proceeding_id=made.pk, ground=Ground.SOURCE, why="why", words="somebody"
    )
    return {"proceeding_id": made.pk, "left_out_id": one.pk}


def court_archive(maker: Acting, reached: Agency) -> Arguments:
    made = _proceeding(maker, reached)
    archive = archiving.ask(acting=maker, proceeding_id=made.pk, edition=Edition.FULL, language="en")
    archive.path.parent.mkdir(parents=True, exist_ok=True)
    archive.path.write_bytes(b"PK")
    Archive.objects.filter(pk=archive.pk).update(state=Archive.State.MADE, name="a.zip", size=2, files=1)
    return {"proceeding_id": made.pk, "archive_id": archive.pk}


PROCEEDING_RECORDS: tuple[Callable[[Acting, Agency], Arguments], ...] = (
    provision, proceeding, proceeding_element, proceeding_step, worksheet, left_out, court_archive,
)  # fmt: skip
