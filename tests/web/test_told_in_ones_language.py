"""What happened is stored as facts and told in the language of who reads it; so is what is not allowed."""

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from offices import agency, person, signed_in
from tradewind_web.agencies.actions import grant_role
from tradewind_web.agencies.roles import Role
from tradewind_web.audit.models import Event
from tradewind_web.audit.reading import history
from tradewind_web.audit.recording import record
from tradewind_web.audit.wording import roles_text
from tradewind_web.findings.events import FindingSnoozed
from tradewind_web.phrasing import either, listed

pytestmark = pytest.mark.django_db


def in_language(client: Client, language: str) -> Client:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def test_one_event_reads_in_each_readers_language_and_is_stored_as_a_code():
    unit = agency("Ozone unit")
    chief = person("Chief", unit, Role.SUPERVISOR)
    clerk = person("Clerk", unit)
    grant_role(acting=chief, person=clerk.user, role=Role.SUPERVISOR)
    with transaction.atomic():
        record(
            chief, FindingSnoozed(subject_kind="finding", subject_id="1", before="new", until="2026-12-01")
        )
    stored = Event.objects.get(name="agencies.role_granted")
    assert stored.facts == {"role": "supervisor"} and stored.roles == "supervisor"
    chains = [str(unit.pk)]
    told = {}
    for language in ("en", "fr"):
        with translation.override(language):
            line = history("person", str(clerk.user.pk), chains=chains)[0]
            aside = history("finding", "1", chains=chains)[0]
            told[language] = (line.roles, line.text, aside.text)
    assert told["en"] == (
        "supervisor", "gave Clerk the role of supervisor", "put the finding aside until 1 December 2026"
    )  # fmt: skip
    assert told["fr"][0] == "responsable" and "responsable" in told["fr"][1]
    assert "1 décembre 2026" in told["fr"][2]


def test_a_lent_role_is_told_with_the_name_of_its_lender_whatever_the_name_holds():
    assert roles_text("officer, supervisor for Banda, B.") == "officer, supervisor for Banda, B."
    with translation.override("ar"):
        shown = roles_text("officer, supervisor for Banda, B.")
    assert "officer" not in shown and "Banda, B." in shown and "، " in shown


def test_lists_are_strung_with_the_comma_of_the_language():
    assert listed(["a", "b"]) == "a, b" and either(["a", "b", "c"]) == "a, b or c" and either(["a"]) == "a"
    with translation.override("ar"):
        assert listed(["a", "b"]) == "a، b"
    with translation.override("zh-hans"):
        assert listed(["a", "b"]) == "a、b"


def test_what_is_not_allowed_is_said_in_the_readers_language():
    clerk = person("Clerk", agency("Ozone unit"))
    page = in_language(signed_in(clerk), "fr").get(reverse("agencies:people")).content.decode()
    assert "needs the role" not in page
