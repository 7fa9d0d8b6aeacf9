"""A matter for the platform's tests: a case, the custody of its goods and a proceeding, with names in all of them."""

from dataclasses import replace
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from custody_kept import CAGE, ago, seizure_held, taken, written
from offices import person, signed_in
from tradewind_web.cases.actions import arranging, holding, opening, working
from tradewind_web.cases.models import Case
from tradewind_web.proceedings import ends
from tradewind_web.proceedings.actions import deciding, proving
from tradewind_web.proceedings.actions.opening import open_proceeding
from tradewind_web.proceedings.values import Deciding, Opening
from tradewind_web.seizures.models import Seizure
from tradewind_web.sources.models import Ending

NAMES = ("jane roe", "jane doe", "driver zed", "skua ltd")


def silence(share: float, message: str) -> None: ...


def look(acting, in_days: int = 0) -> None:
    """The daily round comes on a later day."""
    day = timezone.localdate() + timedelta(days=in_days)
    ends.look_at_ends(str(acting.agency.pk), silence, today=day)


def matter(acting) -> tuple[Case, Seizure, object]:
    """A case about Jane Roe, with a seizure in custody and a proceeding against Skua Ltd."""
    case = opening.open_case(
        acting=acting, title="Truck of Jane Roe", origin="tip", summary="Jane Roe drives"
    )
    working.add_evidence(acting=acting, case_id=case.pk, step="detect", kind="note", text="Jane Roe said so")
    working.raise_stop(acting=acting, case_id=case.pk, why="Jane Roe smelled it")
    lift = person("Lena", acting.agency)
    working.lift_stop(acting=lift, case_id=case.pk, why="Jane Roe aired it")
    holding.note_search(acting=acting, case_id=case.pk, note="House of Jane Roe")
    seizure = seizure_held(acting, replace(CAGE, what="Cage of Jane Roe"))
    Seizure.objects.filter(pk=seizure.pk).update(case=case)
    written(acting, seizure, taken(from_holder="Driver Zed", to_holder="Otto", why="Driver Zed asked"))
    ended = taken(
        act="destroyed", happened_at=ago(hours=1), from_holder="Otto", from_place="Yard of Jane Doe", to_holder="Kiln",
        to_place="Kiln", seal_before="S-1", seal_after=None,
    )  # fmt: skip
    written(acting, seizure, ended)
    file = SimpleUploadedFile("Jane Roe.pdf", b"%PDF-1.4\n" + b"x" * 200)
    told = {
        "origin": "messaging",
        "sender": "Jane Roe",
        "receiver": "Sven",
        "note": "Jane Roe",
        "upload": file,
    }
    assert signed_in(acting).post(reverse("seizures:evidence", args=[seizure.pk]), told).status_code == 302
    values = Opening("administrative", "R-22 of Skua Ltd", "Skua Ltd", "KEN", seizure.seized_on)
    made = open_proceeding(acting=acting, seizure_id=seizure.pk, values=values)
    element = made.elements.earliest("position")
    proving.add_evidence(
        acting=acting, proceeding_id=made.pk, element_id=element.pk, side="for", text="Skua Ltd paid"
    )
    return case, seizure, made


def close(acting, case: Case, made) -> None:
    """It is merged into another and the fine is final."""
    other = opening.open_case(acting=acting, title="Other", origin="control")
    arranging.merge(acting=acting, case_id=case.pk, into_id=other.pk, why="the same truck, Jane Roe")
    final = Deciding("fine", timezone.localdate(), "Skua Ltd pays", 25_000, "EUR", is_final=True)
    deciding.decide(acting=acting, proceeding_id=made.pk, values=final)


def over() -> None:
    Ending.objects.update(retain_until=timezone.localdate() - timedelta(days=1))
