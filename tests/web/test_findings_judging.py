"""Judging findings: each act has its rule, its event, and stays within the agency; watches end by themselves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from findings_made import answer, delivered, finding
from offices import agency, person, signed_in
from tradewind_web.audit.models import Event
from tradewind_web.audit.verifying import verify
from tradewind_web.findings.models import Explanation, Finding, Triage, Watch
from tradewind_web.findings.wording import explanation_digest
from tradewind_web.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def nou():
    return agency("NOU")


@pytest.fixture
def amina(nou):
    return person("Amina", nou)


def today(days: int = 0) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def act(acting, found, name, status=302, **said):
    response = signed_in(acting).post(f"/findings/{found.pk}/{name}/", said)
    assert response.status_code == status, response.content.decode()
    return response.content.decode()


def triage(found) -> Triage:
    return Triage.objects.get(finding=found)


def test_assigning_to_a_colleague_stands_in_the_history(nou, amina):
    found, brian = finding(nou), person("Brian", nou, "analyst")
    act(amina, found, "assign", to=brian.user_id)
    assert (triage(found).state, triage(found).assignee) == ("assigned", brian.user)
    text = signed_in(amina).get(f"/findings/{found.pk}/").content.decode()
    assert "assigned the finding to Brian" in text


def test_nobody_outside_the_agency_is_given_a_finding(nou, amina):
    found, okot = finding(nou), person("Okot", agency("Market"))
    prosecutor = person("Pili", nou, "prosecutor")
    for somebody in (okot, prosecutor):
        act(amina, found, "assign", 409, to=somebody.user_id)
    assert not Triage.objects.exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("snooze", {"until": -1}), ("snooze", {"until": 400}), ("snooze", {"until": "soon"}),
        ("wrong", {"because": "no"}), ("wrong", {"because": "other", "note": " "}),
        ("explain", {"explanation": " ", "inspected_on": 0}), ("explain", {"explanation": "e", "inspected_on": 2}),
        ("explain", {"explanation": "e", "inspected_on": 0, "stands_until": -3}),
        ("confirm", {"result": "illegal", "proof": "none", "inspected_on": 0}),
        ("confirm", {"result": "illegal", "proof": "laboratory", "inspected_on": 1}),
        ("join", {"into": "not one"}),
    ],
)  # fmt: skip
def test_what_breaks_a_rule_is_said_beside_the_form_and_changes_nothing(nou, amina, name, said):
    found = finding(nou)
    said = {k: today(v) if isinstance(v, int) else v for k, v in said.items()}
    text = act(amina, found, name, 409, **said)
    assert "This cannot be saved yet" in text
    assert not Triage.objects.exclude(state="new").exists()
    assert not Event.objects.filter(actor=amina.user).exists()


def test_a_confirmed_finding_goes_back_to_the_detectors_later(nou, amina):
    found = finding(nou)
    act(
        amina,
        found,
        "confirm",
        result="illegal",
        proof="laboratory",
        inspected_on=today(),
        note="Lab 7: R-22",
    )
    mine = triage(found)
    assert (mine.state, mine.decided_on_revision) == ("confirmed", found.revision)
    assert Job.objects.get(kind="findings.send_outcomes").run_after > timezone.now()
    text = signed_in(amina).get("/findings/?state=confirmed").content.decode()
    assert "1 like this: 1 confirmed, 0 explained, 0 open." in text


def test_a_settled_finding_is_opened_before_it_is_changed(nou, amina):
    found = finding(nou)
    act(amina, found, "wrong", because="data", note="mistyped")
    act(amina, found, "snooze", 409, until=today(2))
    act(amina, found, "reopen", why="the file was right")
    assert (triage(found).state, triage(found).wrong_because) == ("new", "")


def test_a_settled_finding_whose_answer_changes_says_so(nou, amina):
    found = finding(nou)
    act(amina, found, "wrong", because="data")
    delivered(nou, answer(lawful_explanations=("another",)))
    client = signed_in(amina)
    assert "the answer has changed since" in client.get("/findings/?state=changed").content.decode()
    assert "2026-1/1" in client.get("/findings/?state=changed").content.decode()


def test_an_explanation_is_ticked_off_with_how_and_can_be_opened_again(nou, amina):
    found, name = finding(nou), explanation_digest("the code was mistyped")
    text = act(amina, found, "explanation", 409, digest=name, how="")
    assert "This field is required" in text
    act(amina, found, "explanation", digest=name, how="saw the invoice")
    text = signed_in(amina).get(f"/findings/{found.pk}/").content.decode()
    assert "Ruled out by Amina" in text
    assert "saw the invoice" in text
    delivered(nou, answer(tier="note", lawful_explanations=("the code was mistyped", "new one")))
    assert Explanation.objects.get().how == "saw the invoice"  # stays through a new answer
    act(amina, found, "explanation", digest=name, open="1")
    assert not Explanation.objects.exists()
    act(amina, found, "explanation", 404, digest="0" * 64, how="x")


def test_many_are_judged_at_once_and_each_has_its_event(nou, amina):
    delivered(nou, *(answer(f"{n}/1") for n in range(5)))
    keys = [str(f.pk) for f in Finding.objects.all()]
    response = signed_in(amina).post(
        "/findings/bulk/",
        {"act": "wrong", "finding": keys, "because": "known", "note": "", "state": "open", "q": "1"},
    )
    assert response.url == "/findings/?q=1"
    assert Triage.objects.filter(state="wrong").count() == 5
    assert Event.objects.filter(name="findings.marked_wrong", actor=amina.user).count() == 5
    assert verify().as_dict()["intact"]


def test_a_bulk_act_with_one_strange_finding_does_nothing(nou, amina):
    mine, other = finding(nou), agency("Customs")
    strange = finding(other, "9/9", reasons=())
    response = signed_in(amina).post(
        "/findings/bulk/", {"act": "wrong", "finding": [mine.pk, strange.pk], "because": "known"}
    )
    assert response.status_code == 404
    assert not Triage.objects.exists()


@pytest.mark.parametrize("said", [
    {"act": "wrong", "because": "known"}, {"act": "snooze", "until": "", "finding": ["x"]},
    {"act": "assign", "to": "99999", "finding": ["x"]},
])  # fmt: skip
def test_a_bulk_act_that_lacks_something_says_what(nou, amina, said):
    response = signed_in(amina).post("/findings/bulk/", said, follow=True)
    assert response.status_code == 200
    assert 'class="notice error"' in response.content.decode()


def test_joined_findings_go_on_under_one(nou, amina):
    delivered(nou, answer("1/1", score=0.9), answer("2/1"), answer("3/1"))
    one, two, three = Finding.objects.order_by("subject_id")
    client = signed_in(amina)
    client.post("/findings/bulk/", {"act": "join", "finding": [three.pk, two.pk]})
    assert triage(two).joined_to == three
    client.post("/findings/bulk/", {"act": "join", "finding": [one.pk, three.pk]})
    assert triage(three).joined_to == triage(two).joined_to == one
    text = client.get("/findings/").content.decode()
    assert "1/1" in text
    assert "2/1" not in text
    assert f"/findings/{two.pk}/" in client.get(f"/findings/{one.pk}/").content.decode()
    act(amina, one, "join", 409, into=one.pk)  # not to itself


@pytest.mark.parametrize("role", ["licensing", "prosecutor"])
def test_who_reads_without_judging_is_told_which_role_does(nou, role):
    found = finding(nou)
    reader = person("Rafiki", nou, role)
    assert "Your agency's word on it" not in signed_in(reader).get(f"/findings/{found.pk}/").content.decode()
    said = act(reader, found, "snooze", 403, until=today(2))
    assert "officer, analyst or supervisor" in said
    assert signed_in(reader).post("/findings/asked/again/").status_code == 403
    assert signed_in(reader).get("/findings/watch/new/").status_code == 403


def test_asking_again_queues_one_job(nou, amina):
    client = signed_in(amina)
    client.post("/findings/asked/again/")
    client.post("/findings/asked/again/")
    assert Job.objects.filter(kind="findings.find").count() == 1


def watched(acting, status=302, **said):
    given = {
        "what": "trader",
        "trader": "Mombasa Cooling",
        "reason": "three seizures",
        "until": today(30),
    } | said
    response = signed_in(acting).post("/findings/watch/new/", given)
    assert response.status_code == status
    return response.content.decode()


def test_a_watch_has_a_reason_and_ends_by_itself(nou, amina):
    watched(amina, 409, reason=" ")
    watched(amina, 409, until=today(91))
    watched(amina, 409, trader="")
    watched(amina, 409, what="pair", substance="HCFC-22", party="Atlantis")
    watched(amina)
    finding(nou)
    client = signed_in(amina)
    assert "watched: three seizures" in client.get("/findings/?watch=any").content.decode()
    Watch.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert "watched:" not in client.get("/findings/").content.decode()
    assert "Nothing is watched" in client.get("/findings/watch/").content.decode()


def test_a_watch_is_renewed_for_a_reason_or_taken_off(nou, amina):
    watched(amina, until=today(5))
    (watch,) = Watch.objects.all()
    client = signed_in(amina)
    client.post(f"/findings/watch/{watch.pk}/renew/", {"until": today(60), "reason": ""})
    client.post(f"/findings/watch/{watch.pk}/renew/", {"until": today(600), "reason": "still"})
    watch.refresh_from_db()
    assert watch.ends_on.isoformat() == today(5)
    client.post(f"/findings/watch/{watch.pk}/renew/", {"until": today(60), "reason": "still"})
    watch.refresh_from_db()
    assert watch.ends_on.isoformat() == today(60)
    client.post(f"/findings/watch/{watch.pk}/end/")
    watch.refresh_from_db()
    assert watch.ended_at is not None


def test_a_watch_list_is_its_agencys_own(nou, amina):
    watched(amina)
    (watch,) = Watch.objects.all()
    okot = person("Okot", agency("Market"))
    assert "Mombasa Cooling" not in signed_in(okot).get("/findings/watch/").content.decode()
    assert signed_in(okot).post(f"/findings/watch/{watch.pk}/end/").status_code == 404
    assert signed_in(okot).post(f"/findings/watch/{watch.pk}/renew/", {}).status_code == 404


def test_a_watched_name_is_not_readable_in_the_audit_once_forgotten(amina):
    watched(amina)
    event = Event.objects.get(name="findings.watch_made")
    assert "Mombasa" not in str(event.facts)
    assert event.sealed
