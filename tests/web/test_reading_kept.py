"""What was read beside a cylinder, kept with a case: in words, word for word, once, and with the stop it asks for."""

from __future__ import annotations

import hashlib
import html
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from offices import agency, person, signed_in
from tradewind_web.agencies.roles import Role
from tradewind_web.audit.models import Event
from tradewind_web.cases.actions.opening import open_case
from tradewind_web.cases.models import Case, Evidence

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
#: R-22 and R-12 under a label of R-134a: it contradicts the label, and nothing in it burns or poisons.
FAKE = {"ask": "1", "label": "R-134a", "share_r22": "62", "share_r12": "38"}
R40 = {"ask": "1", "label": "R-134a", "share_r134a": "80", "share_r40": "20"}


@pytest.fixture
def customs() -> Any:
    return agency("Kenya Revenue Authority", kind="customs")


@pytest.fixture
def grace(customs: Any) -> Any:
    return person("Grace", customs)


def case_of(officer: Any, title: str = "Truck at the gate") -> Case:
    return open_case(acting=officer, title=title, origin="control")


def keep(client: Client, case: Case, query: dict[str, str], cylinder: str = "", status: int = 302) -> str:
    given = {"query": urlencode(query), "case": str(case.pk), "cylinder": cylinder}
    response = client.post(reverse("field:keep"), given)
    assert response.status_code == status, response.content.decode()[-2000:]
    case.refresh_from_db()
    return html.unescape(response.content.decode())


def test_a_reading_is_kept_in_words_and_word_for_word_under_its_digest(grace):
    client, case = signed_in(grace), case_of(grace)
    page = html.unescape(client.get(reverse("field:gas"), FAKE).content.decode())
    assert "Keep this with a case" in page
    assert str(case) in page
    keep(client, case, FAKE, "row 2, column 1")
    piece = Evidence.objects.get(case=case)
    assert (piece.step, piece.kind, piece.source) == ("identify", "reading", "row 2, column 1")
    assert piece.text.startswith(
        "It is not what the label says\nWhat was found contradicts the label R-134a."
    )
    answer = client.get(reverse("cases:said", args=[case.pk, piece.pk]))
    assert hashlib.sha256(answer.content).hexdigest() == piece.sha256
    assert piece.ref == f"identification:{piece.sha256}"
    said = json.loads(answer.content)
    assert (said["verdict"], said["typed"]["share_r22"]) == ("contradicted", "62")
    assert (
        json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")) == answer.content.decode()
    )
    assert Event.objects.filter(name="cases.evidence_added", subject_id=str(case.pk)).count() == 1
    assert case.stopped_why == ""
    told = html.unescape(client.get(reverse("cases:one", args=[case.pk])).content.decode())
    assert "It is not what the label says" in told


def test_a_hard_stop_stops_the_case_in_the_same_act_and_only_once(grace):
    client, case = signed_in(grace), case_of(grace)
    keep(client, case, R40, "1")
    assert "R-40" in case.stopped_why
    keep(client, case, R40, "2")
    assert list(Event.objects.filter(name__startswith="cases.safety").values_list("name", flat=True)) == [
        "cases.safety_stop_raised"
    ]


def test_the_same_reading_of_the_same_cylinder_is_kept_once(grace):
    client, case = signed_in(grace), case_of(grace)
    keep(client, case, FAKE)
    assert "has this already" in keep(client, case, FAKE, status=409)
    assert case.evidence.count() == 1


def test_what_cannot_be_kept_is_refused_and_leaves_nothing(grace):
    client, case = signed_in(grace), case_of(grace)
    keep(client, case, {**FAKE, "share_r22": "162"}, status=409)
    keep(client, case, {"ask": "1"}, status=409)
    Case.objects.filter(pk=case.pk).update(state="closed")
    assert "the case is closed" in keep(client, case, FAKE, status=409).casefold()
    assert client.post(reverse("field:keep"), {"query": urlencode(FAKE), "case": "x"}).status_code == 404
    other = agency("Tanzania Revenue Authority", kind="customs", party="TZA")
    stranger = signed_in(person("Tumaini", other))
    keep(stranger, case, FAKE, status=404)
    assert not case.evidence.exists()


def test_only_ones_own_open_cases_are_offered_the_newest_few_first(
    grace, customs, django_assert_max_num_queries
):
    colleague = person("Otieno", customs, Role.SUPERVISOR)
    case_of(colleague, "Of a colleague")
    made = [case_of(grace, f"Case {n}") for n in range(7)]
    Case.objects.filter(pk=made[6].pk).update(state="closed")
    client = signed_in(grace)
    client.get(reverse("field:gas"), FAKE)
    with django_assert_max_num_queries(10):
        offered = client.get(reverse("field:gas"), FAKE).context["cases"]
    assert [case.title for case in offered] == [f"Case {n}" for n in (5, 4, 3, 2, 1)]
    assert "cases" not in Client().get(reverse("field:gas"), FAKE).content.decode()
