"""The API: the same findings, acts and rules as the pages, for programs; described by a document that is current."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from findings_made import answer, batch, delivered, finding
from offices import agency, person, signed_in
from tradewind_web.agencies.tokens import make_token
from tradewind_web.api import description
from tradewind_web.findings.models import Triage
from tradewind_web.findings.wording import explanation_digest
from tradewind_web.sharing.actions import share

pytestmark = pytest.mark.django_db
DOCUMENT = Path(__file__).parents[2] / "docs" / "reference" / "openapi.json"
NO_ONE = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def nou():
    return agency("NOU")


@pytest.fixture
def amina(nou):
    return person("Amina", nou)


def program(acting, *scopes: str) -> Client:
    """A program with a token of this person."""
    _token, secret = make_token(acting=acting, name="targeting", scopes=scopes, life=timedelta(days=1))
    return Client(headers={"Authorization": f"Bearer {secret}"})


def test_the_description_that_is_checked_in_is_current():
    assert DOCUMENT.read_text(encoding="utf-8") == description(), (
        "write it anew: django shell -c 'from tradewind_web.api import description; print(description(), end=str())'"
    )


def test_the_description_can_be_fetched(nou):
    document = Client().get("/api/v1/openapi.json").json()
    assert "/api/v1/findings" in document["paths"]
    assert not any(
        "score" in json.dumps(schema)
        for schema in document["components"]["schemas"]["FindingOut"]["properties"]
    )


def test_without_a_person_or_a_token_there_is_nothing(nou):
    for client in (Client(), Client(headers={"Authorization": "Bearer nonsense"})):
        for address in ("findings", "batches", f"findings/{NO_ONE}"):
            assert client.get(f"/api/v1/{address}").status_code == 401
    assert (
        Client(headers={"Authorization": "Bearer nonsense"})
        .post(f"/api/v1/findings/{NO_ONE}/triage")
        .status_code
        == 401
    )


def test_a_token_reads_what_its_person_reads_within_its_scopes(nou, amina):
    found = finding(nou)
    reads = program(amina, "findings:read")
    (item,) = reads.get("/api/v1/findings").json()["items"]
    assert item["subject"] == {"kind": "declaration item", "id": "2026-1/1"}
    assert item["mass_kg"] == {"low": 900.0, "mid": 1000.0, "high": 1100.0}
    assert (item["tier"], item["state"], item["owner"], item["tlp"]) == (
        "look first",
        "new",
        "NOU",
        "amber+strict",
    )
    assert "score" not in item
    detail = reads.get(f"/api/v1/findings/{found.pk}").json()
    assert detail["rows"][0]["values"] == {"description": "goods b1:declarations::7"}
    assert detail["lawful_explanations"][0]["ruled_out"] is None
    told = {"act": "wrong", "because": "known"}
    assert reads.post(f"/api/v1/findings/{found.pk}/triage", told, "application/json").status_code == 403
    assert reads.get("/api/v1/batches").status_code == 403
    writes = program(amina, "findings:write")
    assert (
        writes.post(f"/api/v1/findings/{found.pk}/triage", told, "application/json").json()["state"]
        == "wrong"
    )


def test_a_token_of_somebody_who_left_opens_nothing(nou, amina):
    client = program(amina, "findings:read")
    amina.user.memberships.update(ends_at=timezone.now())
    assert client.get("/api/v1/findings").status_code == 401


def test_another_agencys_finding_is_not_found_whatever_is_asked(nou):
    found = finding(nou)
    okot = program(person("Okot", agency("Market")), "findings:read", "findings:write")
    assert okot.get("/api/v1/findings?state=all").json() == {"items": [], "next": None}
    for method, address, said in (
        ("get", f"findings/{found.pk}", None), ("post", f"findings/{found.pk}/triage", {"act": "reopen"}),
        ("post", f"findings/{found.pk}/explanations", {"digest": "x", "how": "y"}), ("get", f"findings/{NO_ONE}", None),
    ):  # fmt: skip
        call = getattr(okot, method)
        response = (
            call(f"/api/v1/{address}", said, "application/json") if said else call(f"/api/v1/{address}")
        )
        assert response.status_code == 404, address
    assert not Triage.objects.exists()


def test_each_agency_judges_a_shared_finding_for_itself(nou, amina):
    found, customs = finding(nou), agency("Customs")
    kamau = program(person("Kamau", customs), "findings:read", "findings:write")
    share(acting=amina, record=found, agencies=[customs], reason="r")
    said = {"act": "snooze", "until": (timezone.localdate() + timedelta(days=2)).isoformat()}
    kamau.post(f"/api/v1/findings/{found.pk}/triage", said, "application/json")
    assert program(amina, "findings:read").get(f"/api/v1/findings/{found.pk}").json()["state"] == "new"


def test_a_role_that_lacks_is_told_so(nou):
    found = finding(nou)
    reader = program(person("Pili", nou, "prosecutor"), "findings:read", "findings:write")
    assert reader.get(f"/api/v1/findings/{found.pk}").status_code == 200
    response = reader.post(f"/api/v1/findings/{found.pk}/triage", {"act": "reopen"}, "application/json")
    assert response.status_code == 403
    assert "officer, analyst or supervisor" in response.json()["detail"]
    runs_it = program(person("Root", nou, "administrator"), "findings:read", "sources:read")
    assert runs_it.get("/api/v1/findings").status_code == 403
    assert runs_it.get("/api/v1/batches").status_code == 403


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"act": "snooze", "until": "2020-01-01"}, 409), ({"act": "snooze"}, 422), ({"act": "fly"}, 422),
        ({"act": "assign", "to": 999999}, 422), ({"act": "wrong", "because": "nothing"}, 422), ({}, 422),
        ({"act": "join", "into": NO_ONE}, 404), ({"act": "wrong", "because": "other", "note": "\x00"}, 422),
    ],
)  # fmt: skip
def test_what_breaks_a_rule_is_answered_with_what_to_do(nou, amina, said, status):
    found = finding(nou)
    response = program(amina, "findings:write").post(
        f"/api/v1/findings/{found.pk}/triage", said, "application/json"
    )
    assert (response.status_code, bool(response.json()["detail"])) == (status, True)


def test_an_explanation_is_ruled_out_and_opened_again(nou, amina):
    found, client = finding(nou), program(amina, "findings:write")
    name = explanation_digest("the code was mistyped")
    address = f"/api/v1/findings/{found.pk}/explanations"
    told = client.post(address, {"digest": name, "how": "invoice"}, "application/json").json()
    assert [e["ruled_out"] for e in told["lawful_explanations"]] == ["invoice", None]
    told = client.post(address, {"digest": name}, "application/json").json()
    assert [e["ruled_out"] for e in told["lawful_explanations"]] == [None, None]
    assert client.post(address, {"digest": "\x00"}, "application/json").status_code == 404
    for how in ("\x00", " ", ""):
        assert client.post(address, {"digest": name, "how": how}, "application/json").status_code == 422


def test_pages_follow_each_other_without_gap_or_double(nou, amina):
    delivered(nou, *(answer(f"{n}/1", score=(n % 3) / 3) for n in range(23)))
    client, seen, after = program(amina, "findings:read"), [], ""
    while True:
        page = client.get("/api/v1/findings", {"limit": 5, "after": after}).json()
        seen += [item["id"] for item in page["items"]]
        after = page["next"]
        if not after:
            break
    assert len(seen) == 23 == len(set(seen))
    assert client.get("/api/v1/findings?limit=0").status_code == 422
    assert client.get("/api/v1/findings?after=junk").status_code == 200


def test_batches_are_read_as_they_reach_the_person(nou, amina):
    made = [batch(nou, f"x{n}") for n in range(7)]
    client, seen, after = program(amina, "sources:read"), [], ""
    while True:
        page = client.get("/api/v1/batches", {"limit": 3, "after": after}).json()
        seen += [item["library_id"] for item in page["items"]]
        after = page["next"]
        if not after:
            break
    assert sorted(seen) == [b.library_id for b in made]
    assert client.get(f"/api/v1/batches/{made[0].pk}").json()["file_name"] == "x0.csv"
    okot = program(person("Okot", agency("Market")), "sources:read")
    assert okot.get("/api/v1/batches").json()["items"] == []
    assert okot.get(f"/api/v1/batches/{made[0].pk}").status_code == 404
    assert client.get("/api/v1/batches?after=2026-01-01~x").status_code == 200


def test_a_session_reads_and_writes_only_with_the_csrf_token(nou, amina):
    found = finding(nou)
    assert signed_in(amina).get("/api/v1/findings").status_code == 200
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(amina.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    address, said = f"/api/v1/findings/{found.pk}/triage", {"act": "wrong", "because": "known"}
    assert strict.post(address, said, "application/json").status_code == 403
    assert not Triage.objects.exclude(state="new").exists()


def test_sentences_come_in_the_language_that_is_asked_for(nou, amina):
    delivered(nou, answer(cheapest_check="weigh one package"))
    client = program(amina, "findings:read")
    (item,) = client.get("/api/v1/findings", headers={"Accept-Language": "fr"}).json()["items"]
    assert item["cheapest_check"] != "weigh one package"
