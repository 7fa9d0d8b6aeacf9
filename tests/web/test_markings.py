"""What each marking permits, as docs/explanation/sharing.md says it: the table there is what is tried here."""

from pathlib import Path

import pytest
from django.utils import timezone

from findings_made import answer, batch, delivered
from offices import agency, person, signed_in
from tradewind_web.errors import Refused
from tradewind_web.findings import actions
from tradewind_web.findings.models import Finding, Triage
from tradewind_web.sharing.actions import share, withdraw
from tradewind_web.sharing.audiences import audience_of
from tradewind_web.sharing.markings import Permitted, Tlp

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "sharing.md"
TABLE = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.read_text("utf-8").splitlines()
    if line.startswith("| TLP:")
]
HOME, ABROAD = "KEN", "UGA"


def given(tlp: str, permitted: str):
    """A finding of customs that the ozone unit (or Amina of it, in person) was given under this marking."""
    customs, nou = agency("Customs", HOME), agency("NOU", HOME)
    head, amina = person("Kamau", customs, "officer", "supervisor"), person("Amina", nou)
    marking = {"tlp": Tlp(tlp), "permitted": Permitted(permitted)}
    named = {"agencies": [customs, nou]}
    if marking["tlp"] == Tlp.RED:
        named = {"persons": [(customs, head.user), (nou, amina.user)]}
    delivered(customs, answer(), batches=[batch(customs, "b1", audience_of(**named, **marking))])
    return head, amina, person("Baraka", nou), Finding.objects.get()


def passed_on(acting, found, party) -> bool:
    other = agency(f"Market of {party}", party)
    person(f"Okot of {party}", other)
    try:
        share(
            acting=acting, record=found, agencies=[other], reason="r", tlp=Tlp.CLEAR,
            permitted=Permitted.PASS_ON if found.audience.permitted == Permitted.PASS_ON else Permitted.USE,
        )  # fmt: skip
    except Refused:
        return False
    return True


def settled(acting, found) -> bool:
    today = timezone.localdate()
    try:
        actions.confirm(
            acting=acting,
            findings=[found.pk],
            result="illegal",
            proof="document",
            inspected_on=today,
            note="",
        )
        actions.reopen(acting=acting, findings=[found.pk])
        actions.explain(acting=acting, findings=[found.pk], explanation="samples", inspected_on=today)
    except Refused:
        return False
    return True


def noted(acting, found) -> bool:
    client = signed_in(acting)
    for act, said in (
        ("assign", {"to": acting.user_id}),
        ("snooze", {"until": timezone.localdate() + timezone.timedelta(days=3)}),
        ("wrong", {"because": "known", "note": "ours already"}),
        ("reopen", {}),
    ):
        if client.post(f"/findings/{found.pk}/{act}/", said).status_code != 302:
            return False
    return True


def test_the_table_is_there():
    assert len(TABLE) == 11


@pytest.mark.parametrize("line", TABLE, ids=lambda line: f"{line[0]}, {line[1]}")
def test_a_marking_permits_what_the_table_says(line):
    tlp, permitted, *expected = line
    _head, amina, colleague, found = given(tlp.removeprefix("TLP:").lower(), permitted.replace(" ", "_"))
    client, subject = signed_in(amina), found.subject_id
    page = client.get(f"/findings/{found.pk}/")
    file = client.post("/findings/export/", {"form": "csv"}).content.decode()
    api = client.get("/api/v1/findings").json()["items"]
    did = [
        signed_in(colleague).get(f"/findings/{found.pk}/").status_code == 200,
        page.status_code == 200 and subject in client.get("/findings/").content.decode(),
        subject in file,
        [f["id"] for f in api] == [str(found.pk)],
        passed_on(amina, found, HOME),
        passed_on(amina, found, ABROAD),
        noted(amina, found),
        settled(amina, found),
    ]
    assert ["yes" if yes else "no" for yes in did] == expected
    for outsider in (
        person("Zoe", agency("Elsewhere", ABROAD)),
        person("Root", amina.agency, "administrator"),
    ):
        if outsider.sees_content:
            assert signed_in(outsider).get("/api/v1/findings").json()["items"] == []
            assert subject not in signed_in(outsider).get("/findings/?q=2026").content.decode()


def test_what_is_red_is_neither_counted_nor_searched_by_a_colleague():
    _head, _amina, colleague, found = given("red", "use")
    client = signed_in(colleague)
    assert client.get("/api/v1/findings?state=all").json()["items"] == []
    assert client.get(f"/api/v1/findings/{found.pk}").status_code == 404
    assert "<strong>1</strong>" not in client.get("/").content.decode()
    assert found.subject_id not in client.get("/findings/?q=Mombasa").content.decode()


def test_what_is_given_for_reading_offers_no_check_and_says_why():
    _head, amina, _colleague, found = given("amber", "read")
    client = signed_in(amina)
    text = client.get(f"/findings/{found.pk}/").content.decode()
    assert "permit reading only" in text
    assert f"/findings/{found.pk}/confirm/" not in text and f"/findings/{found.pk}/explain/" not in text
    assert f"/findings/{found.pk}/snooze/" in text and f"/findings/{found.pk}/share/" not in text
    said = {"result": "illegal", "proof": "document", "inspected_on": timezone.localdate().isoformat()}
    answered = client.post(f"/findings/{found.pk}/confirm/", said)
    assert answered.status_code == 409 and "reading only" in answered.content.decode()
    told = client.post(f"/api/v1/findings/{found.pk}/triage", {"act": "confirm", **said, "note": ""},
                       content_type="application/json")  # fmt: skip
    assert told.status_code == 409 and "reading only" in told.json()["detail"]
    assert not Triage.objects.filter(state="confirmed").exists()


def test_the_agency_itself_is_not_bound_by_its_own_marking():
    head, _amina, _colleague, found = given("amber", "read")
    assert settled(head, found)
    assert passed_on(head, found, ABROAD)


def test_an_own_finding_on_what_was_given_for_reading_is_bound_too():
    customs, nou = agency("Customs"), agency("NOU")
    amina = person("Amina", nou)
    read = {"tlp": Tlp.AMBER, "permitted": Permitted.READ}
    delivered(nou, answer(), batches=[batch(customs, "b1", audience_of(agencies=[customs, nou], **read))])
    found = Finding.objects.get()
    assert noted(amina, found)
    assert not settled(amina, found)
    assert not passed_on(amina, found, HOME)


def test_a_marking_binds_as_it_stands_now():
    head, amina, _colleague, found = given("green", "pass_on")
    row = found.ground.batches.get()
    share(
        acting=head, record=row, agencies=[agency("Other")], reason="r", tlp=Tlp.AMBER,
        permitted=Permitted.READ,
    )  # fmt: skip
    assert not passed_on(amina, found, HOME)
    assert not settled(amina, found)
    withdraw(acting=head, record=row, reason="r")
    assert signed_in(amina).get(f"/findings/{found.pk}/").status_code == 404
