"""Cases: what was known is frozen, nothing is skipped, goods are held by law, and the outcome teaches the findings."""

from __future__ import annotations

import hashlib
import html
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from findings_made import answer, delivered
from findings_made import finding as finding_of
from offices import agency, person, signed_in
from tradewind.procedures.shelf import shipped
from tradewind_web.agencies.roles import Role
from tradewind_web.audit.models import Event
from tradewind_web.audit.verifying import verify
from tradewind_web.cases.actions.holding import remind_of
from tradewind_web.cases.models import Case, Evidence, Frozen, Hold, Task
from tradewind_web.findings.actions import rule_out
from tradewind_web.findings.models import Triage
from tradewind_web.findings.wording import explanation_digest
from tradewind_web.jobs.models import Job

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
GROUND = "Goods do not match the declaration or the papers"


def opened(client: Client, **said: Any) -> Case:
    given = {
        "title": "Cylinders at the north gate",
        "origin": "control",
        "procedure": procedure(client),
        **said,
    }
    response = client.post(reverse("cases:new"), given)
    assert response.status_code == 302, response.content.decode()[-3000:]
    found: Case = Case.objects.order_by("-opened_at").first()  # type: ignore[assignment]
    return found


def procedure(client: Client, name: str = "harmonised") -> str:
    response = client.get(reverse("cases:procedures"))
    return str(next(p.pk for p in response.context["procedures"] if p.name == name and p.is_in_force))


def post(client: Client, case: Case, name: str, *place: str, status: int = 302, **said: str) -> str:
    response = client.post(reverse(f"cases:{name}", args=[case.pk, *place]), said)
    assert response.status_code == status, response.content.decode()[-3000:]
    case.refresh_from_db()
    return response.content.decode().casefold()


def page(client: Client, case: Case) -> str:
    response = client.get(reverse("cases:one", args=[case.pk]))
    assert response.status_code == 200
    return response.content.decode()


def lay(client: Client, case: Case, step: str, kind: str) -> None:
    post(client, case, "evidence", step, kind=kind, text=f"{kind} of the load", source="shelf 4")


def until_hold(client: Client, case: Case) -> None:
    post(client, case, "complete", "detect")
    post(client, case, "answer", "suspicion", value="stands")
    post(client, case, "complete", "triage")


def held(client: Client, case: Case) -> Hold:
    post(client, case, "hold", ground=GROUND, law="Customs Act, section 12", goods="40 cylinders", place="Shed 2",
         importer="Mombasa Cooling Ltd", language="fr")  # fmt: skip
    post(client, case, "complete", "hold")
    return Hold.objects.get(case=case)


def test_what_was_known_is_frozen_with_its_digest_and_later_changes_stand_beside_it() -> None:
    officer = person("Amina", agency("Customs"))
    client, finding = signed_in(officer), finding_of(agency("Customs"))
    rule_out(
        acting=officer,
        finding=finding.pk,
        digest=explanation_digest("the code was mistyped"),
        how="read the invoice",
    )
    assert "Open a case" in client.get(reverse("findings:finding", args=[finding.pk])).content.decode()
    shown = client.get(reverse("cases:new"), {"finding": finding.pk}).content.decode()
    assert "frozen with the case" in shown
    case = opened(client, finding=str(finding.pk), origin="findings")
    frozen = Frozen.objects.get()
    assert frozen.sha256 == hashlib.sha256(frozen.content.encode()).hexdigest()
    (known,) = json.loads(frozen.content)["findings"]
    assert known["revision"] == finding.revision and known["rows"]["0"][0]["values"]
    assert [bool(one["ruled_out"]) for one in known["lawful_explanations"]] == [True, False]
    assert known["lawful_explanations"][0]["ruled_out"]["how"] == "read the invoice"
    assert not {"score", "tier", "rank"} & set(known) and "weight" not in frozen.content
    assert frozen.sha256 in page(client, case) and "changed since" not in page(client, case)

    delivered(agency("Customs"), answer(cheapest_check="weigh it", reasons=(), mass_kg=None))
    text = page(client, case)
    assert "changed since" in text and "another mass" in text
    again = Frozen.objects.get()
    assert (again.content, again.sha256) == (frozen.content, frozen.sha256)
    raw = client.get(reverse("cases:frozen", args=[case.pk, frozen.pk]))
    assert hashlib.sha256(raw.content).hexdigest() == frozen.sha256
    assert verify().intact


def test_a_case_runs_to_a_seizure_nothing_skipped_two_persons_and_the_finding_confirmed() -> None:
    customs = agency("Customs")
    amina, otto = person("Amina", customs), person("Otto", customs, Role.SUPERVISOR, Role.OFFICER)
    client, second, finding = signed_in(amina), signed_in(otto), finding_of(customs)
    case = opened(client, finding=str(finding.pk), origin="findings")
    assert "not to be done now" in post(client, case, "complete", "examine", status=409)
    until_hold(client, case)
    assert "evidence is missing" in post(client, case, "complete", "hold", status=409)
    hold = held(client, case)
    assert Frozen.objects.filter(moment="hold").count() == 1 and hold.frozen.moment == "hold"
    assert hold.due is not None and hold.due > timezone.localdate()
    assert Evidence.objects.get(kind="detention_notice").ref == f"hold:{hold.pk}"
    lay(client, case, "safety", "safety_check")
    post(client, case, "answer", "danger", value="unknown")
    post(client, case, "complete", "safety")
    assert case.steps_text == "specialist", "danger never leads on to the goods"
    lay(client, case, "specialist", "specialist_report")
    post(client, case, "complete", "specialist")
    post(client, case, "answer", "danger", value="none")
    post(client, case, "complete", "safety")
    for kind in ("photograph", "weighing"):
        lay(client, case, "examine", kind)
    post(client, case, "complete", "examine")
    lay(client, case, "identify", "reading")
    post(client, case, "answer", "identity", value="known")
    post(client, case, "complete", "identify")
    lay(client, case, "qualify", "hearing")
    post(client, case, "answer", "qualification", value="breach")
    assert client.post(reverse("cases:complete", args=[case.pk, "qualify"])).status_code == 403
    post(second, case, "end_hold", how="seized", reason="too early", status=409)
    post(second, case, "complete", "qualify")
    assert "another person" in post(second, case, "confirm", "qualify", status=409)
    third = signed_in(person("Vera", customs, Role.PROSECUTOR))
    assert "waits for a second person" in page(third, case)
    post(third, case, "confirm", "qualify")
    post(second, case, "end_hold", how="seized", reason="no licence")
    assert Hold.objects.get().ended == "seized"
    post(client, case, "complete", "record")
    assert set(case.open_steps) == {"custody", "proceedings"}
    lay(client, case, "custody", "custody_receipt")
    post(client, case, "complete", "custody")
    lay(client, case, "proceedings", "decision")
    post(second, case, "complete", "proceedings")
    post(client, case, "answer", "appealed", value="no")
    assert case.open_steps == ["disposal"]
    lay(client, case, "disposal", "disposal_certificate")
    post(client, case, "complete", "disposal")
    post(second, case, "confirm", "disposal")
    post(client, case, "complete", "report")
    post(client, case, "complete", "learn", note="labels on the inner row only")
    assert (case.state, case.outcome, case.due_on) == ("closed", "seized", None)
    triage = Triage.objects.get(finding=finding)
    assert (triage.state, triage.result, triage.proof) == ("confirmed", "illegal", "field instrument")
    assert "closed" in post(client, case, "answer", "danger", value="none", status=409)
    assert not Task.objects.filter(case=case).exists() and verify().intact
    assert Event.objects.filter(name="cases.closed").count() == 1


def test_what_stands_in_the_way_is_said_in_the_readers_language() -> None:
    client = signed_in(person("Amina", agency("Customs")))
    case = opened(client)
    url = reverse("cases:complete", args=[case.pk, "examine"])
    response = client.post(url, headers={"Accept-Language": "fr"})
    with translation.override("fr"):
        steps = [gettext(shipped().by_id[one].title) for one in ("examine", "detect")]
    (trouble,) = re.findall(r'role="alert"[^>]*>([^<]+)<', html.unescape(response.content.decode()))
    assert response.status_code == 409 and all(step in trouble for step in steps), trouble


def test_a_release_is_an_ordinary_outcome_that_explains_the_finding() -> None:
    customs = agency("Customs")
    client, second = signed_in(person("Amina", customs)), signed_in(person("Otto", customs, Role.SUPERVISOR))
    finding = finding_of(customs)
    case = opened(client, finding=str(finding.pk), origin="findings")
    until_hold(client, case)
    held(client, case)
    lay(client, case, "safety", "safety_check")
    post(client, case, "answer", "danger", value="none")
    post(client, case, "complete", "safety")
    for step, kinds in (
        ("examine", ("photograph", "weighing")),
        ("identify", ("reading",)),
        ("qualify", ("hearing",)),
    ):
        for kind in kinds:
            lay(client, case, step, kind)
        if step == "identify":
            post(client, case, "answer", "identity", value="known")
        if step != "qualify":
            post(client, case, "complete", step)
    post(second, case, "answer", "qualification", value="lawful")
    post(second, case, "complete", "qualify")
    post(signed_in(person("Vera", customs, Role.PROSECUTOR)), case, "confirm", "qualify")
    post(client, case, "end_hold", how="released", reason="the gas is what the papers say")
    for step in ("release", "report", "learn"):
        post(client, case, "complete", step)
    assert (case.outcome, Hold.objects.get().ended) == ("released", "released")
    assert Triage.objects.get(finding=finding).state == "explained"


def test_a_control_that_found_nothing_is_one_form_and_is_counted() -> None:
    client = signed_in(person("Amina", agency("Customs")))
    case = opened(client, nothing_found="on", origin_note="12 cylinders, all R-134a by the instrument")
    assert (case.state, case.outcome) == ("closed", "non_find")
    assert "nothing was found" in page(client, case).casefold()
    response = client.post(reverse("cases:new"), {"title": "x", "origin": "control", "procedure": procedure(client),
                                                  "nothing_found": "on"})  # fmt: skip
    assert response.status_code == 409 and Case.objects.count() == 1


def test_a_hold_that_nobody_decides_on_is_warned_of_and_lapses() -> None:
    customs = agency("Customs")
    client = signed_in(person("Amina", customs))
    case = opened(client)
    until_hold(client, case)
    score = {"ground": "the score is 0.93", "law": "x", "goods": "x", "place": "x", "language": "en"}
    response = client.post(reverse("cases:hold", args=[case.pk]), score)
    assert response.status_code == 409 and not Hold.objects.exists(), "a score is no ground"
    hold = held(client, case)
    notice = client.get(reverse("cases:notice", args=[case.pk, hold.pk]))
    assert notice["Content-Type"] == "application/pdf" and notice.content[:4] == b"%PDF"
    assert client.get(reverse("cases:notice", args=[case.pk, hold.pk]), {"language": "xx"}).status_code == 404
    assert Event.objects.get(name="cases.notice_printed").facts["language"] == "fr"
    assert Job.objects.filter(kind="cases.remind").count() <= 1
    assert hold.warn_on is not None and hold.due is not None
    assert remind_of(agency_id=customs.pk, today=hold.warn_on - timedelta(days=10)) == 0
    assert (
        remind_of(agency_id=customs.pk, today=hold.warn_on) > 0
        and remind_of(agency_id=customs.pk, today=hold.warn_on) == 0
    )
    remind_of(agency_id=customs.pk, today=hold.due)
    hold.refresh_from_db()
    assert hold.ended == "" and hold.warned_at is not None, "the last day still counts"
    remind_of(agency_id=customs.pk, today=hold.due + timedelta(days=1))
    hold.refresh_from_db()
    assert hold.ended == "lapsed" and "lapsed" in page(client, case)
    assert case.number in client.get(reverse("cases:list")).content.decode()


def test_anybody_stops_for_danger_and_only_another_lifts_it() -> None:
    customs = agency("Customs")
    client, second = signed_in(person("Amina", customs)), signed_in(person("Otto", customs))
    case = opened(client)
    post(client, case, "stop", text="it hisses")
    assert "safety stop" in post(client, case, "complete", "detect", status=409)
    assert "danger" in client.get(reverse("cases:list"), {"look": "due"}).content.decode()
    assert "another person" in post(client, case, "lift", text="fine", status=409)
    post(second, case, "lift", text="fire service closed the valve")
    post(client, case, "complete", "detect")


def test_a_case_is_handed_over_under_the_rules_of_sharing_and_taken_back() -> None:
    customs, ozone = agency("Customs"), agency("Ozone unit")
    amina, idris = person("Amina", customs), person("Idris", ozone)
    client, theirs = signed_in(amina), signed_in(idris)
    case = opened(client)
    assert theirs.get(reverse("cases:one", args=[case.pk])).status_code == 404
    post(client, case, "hand_over", agency=str(ozone.pk), why="they know the quota")
    post(theirs, case, "complete", "detect")
    assert client.post(reverse("cases:complete", args=[case.pk, "triage"])).status_code == 403
    assert "Take it back" in page(client, case)
    assert (
        theirs.post(
            reverse("cases:hand_over", args=[case.pk]), {"agency": str(ozone.pk), "why": "x"}
        ).status_code
        == 409
    )
    post(client, case, "hand_over", agency=str(customs.pk), why="we go on")
    post(client, case, "answer", "suspicion", value="stands")
    assert theirs.post(reverse("cases:complete", args=[case.pk, "triage"])).status_code == 403
    post(theirs, case, "comment", text="we saw this trader before")
    assert "we saw this trader before" in page(client, case)


def test_a_second_finding_goes_to_a_case_that_is_open_and_is_frozen_too() -> None:
    customs = agency("Customs")
    client = signed_in(person("Amina", customs))
    one, two = finding_of(customs), finding_of(customs, "2026-2/1")
    case = opened(client, finding=str(one.pk))
    assert "Put it there" in client.get(reverse("cases:new"), {"finding": two.pk}).content.decode()
    post(client, case, "add_finding", finding=str(two.pk))
    assert case.about.count() == 2 and "2026-2/1" in Frozen.objects.latest("pk").content
    assert Frozen.objects.count() == 2 and "2026-2/1" not in Frozen.objects.earliest("pk").content


def test_cases_are_related_merged_and_split_with_what_was_done_kept() -> None:
    customs = agency("Customs")
    client = signed_in(person("Amina", customs))
    one, two = finding_of(customs), finding_of(customs, "2026-2/1")
    first = opened(client, finding=str(one.pk), title="First")
    second = opened(client, finding=str(two.pk), title="Second")
    third = opened(client, title="Third")
    post(client, first, "relate", other=str(third.pk), why="same driver")
    post(client, second, "merge", other=str(first.pk), why="same load")
    assert (second.state, second.merged_into_id) == ("merged", first.pk)
    assert first.about.count() == 2 and "same driver" in page(client, first)
    assert "Work goes on in" in page(client, second)
    post(client, first, "split", findings=str(two.pk), title="Apart", why="another importer")
    assert first.about.count() == 1 and Case.objects.get(title="Apart").about.get().finding_id == two.pk
    post(client, first, "split", findings=str(one.pk), title="All", why="x", status=409)
    post(client, first, "merge", other=str(first.pk), why="x", status=409)


def test_the_list_costs_the_same_however_many_cases_there_are(django_assert_max_num_queries: Any) -> None:
    client = signed_in(person("Amina", agency("Customs")))
    for number in range(6):
        opened(client, title=f"Case {number}")
    with django_assert_max_num_queries(18):
        text = client.get(reverse("cases:list")).content.decode()
    assert text.count("Write down the suspicion") == 6
    case = Case.objects.first()
    with django_assert_max_num_queries(45):
        client.get(reverse("cases:one", args=[case.pk]))
