"""The ends of a case: what is counted in Article 7, which gas a record is begun with, filed reports, public cases."""

from __future__ import annotations

import csv
import html
import io
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from custody_kept import seizure_held
from findings_made import finding as finding_of
from offices import agency, person, signed_in
from tradewind.reference.cases import cases
from tradewind_web.cases.actions import keeping, opening
from tradewind_web.seizures import market
from tradewind_web.seizures.actions import drafting
from tradewind_web.seizures.demonstrating import seize_some
from tradewind_web.seizures.models import Draft
from tradewind_web.seizures.models_reports import CaseFiling
from tradewind_web.seizures.models_storage import Disposal
from tradewind_web.seizures.words_custody import DisposalState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def amina():
    return person("Amina", agency("NOU"))


def test_the_disposal_proposes_whether_it_counts_and_another_answer_has_a_reason(amina):
    seizure, client = seizure_held(amina), signed_in(amina)
    assert market.proposal_for(seizure).value is False  # held
    url = reverse("reports:report", args=[seizure.pk, "article7"])
    text = html.unescape(client.get(url).content.decode())
    assert "never placed on the own market" in text and '<option value="no" selected' in text
    refused = client.post(url, {"is_on_market": "yes", "then": "file"})
    assert refused.status_code == 409 and "write why your answer is right" in refused.content.decode()
    assert client.post(url, {"is_on_market": "no", "then": "file"}).status_code == 302
    assert CaseFiling.objects.get().filing.report.is_on_market is False
    said = {
        "is_on_market": "yes",
        "market_why": "sold before it was seized",
        "then": "file",
        "why": "found out",
    }
    assert client.post(url, said).status_code == 302
    newest = CaseFiling.objects.order_by("-revision").first().filing.report
    assert newest.is_on_market is True and "sold before it was seized" in newest.remarks
    told = []
    for way in ("destruction", "return", "auction"):
        Disposal.objects.filter(seizure=seizure).delete()
        Disposal.objects.create(
            seizure=seizure, number=1, way=way, state=DisposalState.DONE, exhibits=[1], why="x", proposed_by=amina.user,
            done_on=timezone.localdate(), arrival_due=timezone.localdate() + timedelta(9) if way == "return" else None,
        )  # fmt: skip
        told.append((market.proposal_for(seizure).value, "arrival" in market.proposal_for(seizure).why))
    assert told == [(False, False), (False, True), (True, False)]


def test_a_record_begun_from_a_finding_asks_where_a_kept_reading_says_another_gas(amina):
    found = finding_of(amina.agency, substance="R-134a")
    case = opening.open_case(acting=amina, title="Truck", origin="findings", findings=[found.pk])
    assert drafting.begin(acting=amina, case_id=case.pk).said["goods"]["items"][0]["substance"] == "R-134a"
    reading = {"candidates": [{"designation": "R-22", "likelihood": 0.92, "excluded": False}]}
    piece = keeping.Piece(
        "reading", "identified", "x", "identification:1", "cylinder 7", content=json.dumps(reading)
    )
    keeping.keep(acting=amina, case_id=case.pk, piece=piece)
    Draft.objects.all().delete()
    draft = drafting.begin(acting=amina, case_id=case.pk)
    assert "goods" not in draft.said
    page = reverse("seizures:step", args=[draft.pk, "goods"])
    text = html.unescape(signed_in(amina).get(page).content.decode())
    assert "The finding says R-134a" in text and "says R-22 (92 %)" in text and "cylinder 7" in text


def test_the_demonstration_shows_a_filed_a_revised_and_a_recalled_report(amina):
    seize_some(amina, person("Sven", amina.agency, "supervisor"))
    filed = CaseFiling.objects.order_by("number", "revision").values_list("form", "revision", "is_recall")
    assert sorted(filed) == [
        ("form1", 1, False), ("origin", 1, False), ("origin", 2, False), ("press", 1, False), ("press", 2, True),
    ]  # fmt: skip


def test_public_cases_are_read_narrowed_and_taken_away_with_their_sources(amina):
    client, url = signed_in(amina), reverse("reports:public")
    first = html.unescape(client.get(url).content.decode())
    assert "183 cases" in first and "An allegation is not a conviction" in first and "page=2" in first
    narrowed = html.unescape(
        client.get(url, {"party": "BGR", "year": "2019", "substance": "R-22"}).content.decode()
    )
    assert "Lesovo" in narrowed and "https://customs.bg/" in narrowed and "page=2" not in narrowed
    assert client.get(url, {"page": "99999999", "year": "x", "party": "<b>"}).status_code == 200
    response = client.get(reverse("reports:public_file"), {"party": "BGR"})
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert len(rows) == sum(case["country"] == "BG" for case in cases())
    assert all(row["country"] == "BGR" and row["standing"] for row in rows) and "http" in rows[0]["sources"]
