"""Procedures in the platform: brought as a workbook, walked through, adopted by a second person, moved to."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from offices import agency, person, signed_in
from tradewind.procedures.shelf import shipped, shipped_names
from tradewind.procedures.sop import own_texts
from tradewind.procedures.workbook import to_workbook
from tradewind_web.agencies.roles import Role
from tradewind_web.audit.verifying import verify
from tradewind_web.cases.actions.opening import open_case
from tradewind_web.cases.actions.working import add_evidence
from tradewind_web.cases.models import Case, CaseEvent, Evidence, Procedure
from tradewind_web.cases.shelf import put_shipped
from tradewind_web.cases.shipped_words import SHIPPED

NOBODY = b'id = "x"\nversion = "1"\ntitle = "t"\nauthor = "a"\n[[steps]]\nid = "a"\ntitle = "t"\nrole = "r"'
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


def base(client: Client) -> Procedure:
    found = client.get(reverse("cases:procedures")).context["procedures"]
    return next(p for p in found if p.name == "harmonised" and p.owner_id is None)  # type: ignore[no-any-return]


def national(days: int = 7, version: str = "Z1") -> bytes:
    """The workbook as a supervisor changes it: the days of the law, a step more."""
    book = load_workbook(io.BytesIO(to_workbook(shipped())))
    whole = {row[0].value: row[1] for row in book["procedure"].iter_rows(min_row=2)}
    whole["version"].value, whole["author"].value = version, "Zambia"
    heads = [cell.value for cell in book["steps"][1]]
    for row in book["steps"].iter_rows(min_row=2):
        if row[0].value == "qualify":
            row[heads.index("deadline_days")].value = days
            row[heads.index("deadline_basis")].value = "Act 12, section 40"
    call = {"id": "call", "title": "Call the ozone unit", "role": "officer", "state": "triaged"}
    book["steps"].append([call.get(head) for head in heads])
    for row in book["next"].iter_rows(min_row=2):
        if row[0].value == "triage" and row[1].value == "hold":
            row[1].value = "call"
    book["next"].append(["call", "hold", None])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def bring(client: Client, content: bytes, status: int = 302, name: str = "ours.xlsx") -> str:
    sent = {"file": SimpleUploadedFile(name, content), "base": str(base(client).pk), "why": "our law"}
    response = client.post(reverse("cases:bring"), sent)
    assert response.status_code == status, response.content.decode()[-3000:]
    return response.content.decode()


def test_an_agency_brings_its_law_as_a_workbook_and_a_second_person_adopts_it() -> None:
    customs = agency("Customs")
    otto, vera = person("Otto", customs, Role.SUPERVISOR), person("Vera", customs, Role.SUPERVISOR)
    client, second = signed_in(otto), signed_in(vera)
    bring(client, national())
    made = Procedure.objects.get(owner=customs)
    assert made.sop.by_id["qualify"].deadline.days == 7 and not made.is_in_force  # type: ignore[union-attr]
    with pytest.raises(Exception, match="not in force"):
        open_case(acting=otto, title="x", origin="control", procedure=made.pk)
    client.post(reverse("cases:adopt", args=[made.pk]))
    made.refresh_from_db()
    assert made.adopted_at is None, "not by who brought it"
    second.post(reverse("cases:adopt", args=[made.pk]), {"why": "section 40"})
    made.refresh_from_db()
    assert made.is_in_force and made.adopted_by == vera.user
    text = client.get(reverse("cases:differences", args=[made.pk, base(client).pk])).content.decode()
    assert "Act 12, section 40" in text and "Call the ozone unit" in text
    assert open_case(acting=otto, title="x", origin="control").procedure == made, (
        "the agency's own comes first"
    )
    assert "there already" in bring(client, national(), 409)
    assert "give it a new version" in bring(client, national(8), 409)
    bring(client, national(8, "Z2"))
    newer = Procedure.objects.get(owner=customs, version="Z2")
    second.post(reverse("cases:adopt", args=[newer.pk]))
    made.refresh_from_db()
    assert made.retired_at is not None and verify().intact
    other = signed_in(person("Jun", agency("Other"), Role.SUPERVISOR))
    assert other.get(reverse("cases:procedure", args=[newer.pk])).status_code == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"id = 4", "is no text"),
        (b"\xff\xfe", "is not TOML"),
        (b"PK\x03\x04 no workbook", ""),
        (NOBODY, "nobody has the role"),
        (b"x" * 1_100_000, "larger than any"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_procedure_or_would_leave_a_case_stuck_is_refused_with_what_to_mend(
    content: bytes, said: str
) -> None:
    client = signed_in(person("Otto", agency("Customs"), Role.SUPERVISOR))
    assert said in bring(client, content, 409, "ours.toml")
    assert not Procedure.objects.filter(owner__isnull=False).exists()


def test_a_case_moves_to_another_version_on_purpose_and_keeps_all_its_evidence() -> None:
    customs = agency("Customs")
    amina, otto = (
        person("Amina", customs, Role.SUPERVISOR, Role.OFFICER),
        person("Otto", customs, Role.SUPERVISOR),
    )
    client = signed_in(amina)
    case = open_case(acting=amina, title="x", origin="control")
    for name, said in (("complete", {}), ("answer", {"value": "stands"}), ("complete", {})):
        place = "suspicion" if name == "answer" else case.steps_text
        client.post(reverse(f"cases:{name}", args=[case.pk, place]), said)
        case.refresh_from_db()
    add_evidence(acting=amina, case_id=case.pk, step="hold", kind="photograph", text="the gate")
    bring(client, national())
    made = Procedure.objects.get(owner=customs)
    signed_in(otto).post(reverse("cases:adopt", args=[made.pk]))
    address = reverse("cases:move", args=[case.pk])
    shown = client.get(address, {"procedure": str(made.pk)}).content.decode()
    assert "To be made good" in shown and "Call the ozone unit" in shown
    assert client.post(address, {"procedure": str(made.pk), "why": " "}).status_code == 409
    assert client.post(address, {"procedure": str(made.pk), "why": "the law changed"}).status_code == 302
    case = Case.objects.get()
    assert case.procedure == made and set(case.open_steps) == {"hold", "call"}
    assert Evidence.objects.get().case == case and CaseEvent.objects.get(does="move").version == made.digest
    page = client.get(reverse("cases:one", args=[case.pk])).content.decode()
    assert "came with a newer version" in page and "the gate" in page


def test_what_ships_is_put_there_once_and_its_sentences_wait_for_translators() -> None:
    put_shipped()
    put_shipped()
    rows = Procedure.objects.filter(owner__isnull=True)
    assert {p.digest for p in rows} == {shipped(name).digest for name in shipped_names()}
    wanted = {text for name in shipped_names() for text in own_texts(shipped(name)).values()}
    for name in shipped_names():
        for step in shipped(name).steps:
            wanted |= {
                *step.grounds,
                *([step.deadline.basis] if step.deadline and step.deadline.basis else []),
            }
    assert wanted == set(SHIPPED)


def test_a_procedure_that_was_changed_in_the_database_is_not_worked_by() -> None:
    put_shipped()
    kept = Procedure.objects.filter(name="transit").get()
    kept.content = {**kept.content, "title": "changed"}
    kept.digest = replace(shipped("transit"), version="0").digest
    with pytest.raises(ValueError, match="not what its digest names"):
        assert kept.sop


def test_drawing_workbook_and_bpmn_are_served_to_whom_the_procedure_reaches() -> None:
    client = signed_in(person("Amina", agency("Customs")))
    found = base(client)
    page = client.get(reverse("cases:procedure", args=[found.pk])).content.decode()
    assert "<svg" in page and "style=" not in page and found.digest in page
    assert client.get(reverse("cases:workbook", args=[found.pk])).content[:2] == b"PK"
    assert b"bpmn" in client.get(reverse("cases:bpmn", args=[found.pk])).content
