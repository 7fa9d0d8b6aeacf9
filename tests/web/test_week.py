"""The week on one sheet: what one's agency may see of the last seven days, and nothing of anybody else's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from findings_made import finding
from offices import agency, person, signed_in
from tradewind_web.findings.models import Finding

pytestmark = pytest.mark.django_db


def test_the_sheet_holds_the_week_of_ones_own_agency():
    own, other = agency("Own"), agency("Other", "UGA")
    finding(own, "26X0001/1")
    finding(other, "26X0009/1")
    page = signed_in(person("Amina", own)).get("/week/").content.decode()
    assert "26X0001" in page
    assert "26X0009" not in page


def test_what_is_older_is_not_on_it():
    own = agency("Own")
    finding(own, "26X0001/1")
    Finding.objects.update(first_seen=timezone.now() - timedelta(days=8))
    page = signed_in(person("Amina", own)).get("/week/").content.decode()
    assert "26X0001" not in page
    assert "None this week." in page


def test_the_sheet_asks_as_many_questions_for_three_findings_as_for_twelve():
    own = agency("Own")
    client = signed_in(person("Amina", own, "officer", "supervisor"))

    def questions(findings: int) -> int:
        for number in range(Finding.objects.count(), findings):
            finding(own, f"26X{number:04}/1")
        client.get("/week/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/week/")
        return len(asked)

    assert questions(3) == questions(12)
