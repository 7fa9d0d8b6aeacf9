"""Cases for programs: the same cases, steps and rules as in the pages, and nobody else's."""

from __future__ import annotations

import pytest
from test_api import NO_ONE, program

from offices import agency, person
from tradewind_web.cases.actions.opening import open_case
from tradewind_web.sharing.actions import share

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
JSON = "application/json"


@pytest.fixture
def amina():
    return person("Amina", agency("NOU"))


def test_a_program_works_a_case_by_the_rules_of_the_pages(amina, django_assert_max_num_queries):
    for number in range(3):
        case = open_case(acting=amina, title=f"Truck {number}", origin="control")
    reads, writes = program(amina, "cases:read"), program(amina, "cases:write")
    first = reads.get("/api/v1/cases?limit=2").json()
    rest = reads.get("/api/v1/cases", {"limit": 2, "after": first["next"]}).json()
    assert [item["title"] for item in first["items"] + rest["items"]] == ["Truck 2", "Truck 1", "Truck 0"]
    assert rest["next"] is None
    one = f"/api/v1/cases/{case.pk}"
    with django_assert_max_num_queries(20):
        told = reads.get(one).json()
    assert (told["state"], [step["step"] for step in told["to_do"]]) == ("open", ["detect"])
    assert reads.post(f"{one}/evidence", {"step": "detect", "text": "x"}, JSON).status_code == 403
    laid = writes.post(
        f"{one}/evidence", {"step": "detect", "text": "Seals broken", "source": "Gate 2"}, JSON
    ).json()
    assert [(e["kind"], e["text"]) for e in laid["evidence"]] == [("note", "Seals broken")]
    early = writes.post(f"{one}/steps/triage/complete", {}, JSON)
    assert early.status_code == 409 and "to be done" in early.json()["detail"]
    assert writes.post(f"{one}/steps/detect/complete", {"note": "seen"}, JSON).json()["open_steps"] == [
        "triage"
    ]
    assert writes.post(f"{one}/facts/suspicion", {"value": "perhaps"}, JSON).status_code == 409
    said = writes.post(f"{one}/facts/suspicion", {"value": "stands"}, JSON).json()
    assert [ask["given"] for step in said["to_do"] for ask in step["asks"] if ask["fact"] == "suspicion"] == [
        "stands"
    ]
    assert writes.post(f"{one}/evidence", {"step": "detect", "text": "a\0b"}, JSON).status_code == 422


def test_another_agencys_case_is_not_found_and_one_that_was_given_is_only_read(amina):
    case = open_case(acting=amina, title="Truck", origin="control")
    okot = person("Okot", agency("Market"))
    asks = program(okot, "cases:read", "cases:write")
    addresses = (
        (f"{case.pk}/evidence", {"step": "detect", "text": "x"}),
        (f"{case.pk}/facts/danger", {"value": "none"}),
        (f"{case.pk}/steps/detect/complete", {}),
    )
    assert asks.get("/api/v1/cases?look=all").json() == {"items": [], "next": None}
    assert {asks.get(f"/api/v1/cases/{pk}").status_code for pk in (case.pk, NO_ONE)} == {404}
    assert {asks.post(f"/api/v1/cases/{a}", said, JSON).status_code for a, said in addresses} == {404}
    share(acting=amina, record=case, agencies=[okot.agency], reason="r")
    assert asks.get(f"/api/v1/cases/{case.pk}").json()["number"] == case.number
    assert {asks.post(f"/api/v1/cases/{a}", said, JSON).status_code for a, said in addresses} == {403}
