"""A text about a seizure begins a draft whose every step a person still answers."""

import pytest
from django.urls import reverse

from offices import agency, person, signed_in
from seizures_typed import FOUND, step
from tradewind_web.agencies.roles import Role
from tradewind_web.seizures.models import Draft, Seizure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

TEXT = (
    "Am 5. Juni 2020 beschlagnahmte der Zoll in Görlitz 112 Einwegflaschen R404A, 1,2 Tonnen, ohne Papiere."
)
URL = "reports:text"


def test_a_text_is_shown_with_what_was_read_and_answers_no_step_by_itself():
    client = signed_in(person("Amina", agency("NOU")))
    assert client.get(reverse(URL)).status_code == 200
    page = client.post(reverse(URL), {"text": TEXT}).content.decode()
    for found in ("2020-06-05", "Görlitz", "R-404A", "1,200", "112", "no papers", "<mark"):
        assert found in page, found
    assert not Draft.objects.exists()
    begun = client.post(reverse(URL), {"text": TEXT, "then": "begin"})
    draft = Draft.objects.get()
    assert begun.url == reverse("seizures:step", args=[draft.pk, "happened"])
    happened = client.get(begun.url).content.decode()
    assert 'value="2020-06-05"' in happened and "Görlitz" in happened
    assert (
        client.post(reverse("seizures:draft", args=[draft.pk])).status_code == 409
    )  # nothing is confirmed yet
    step(
        client,
        draft,
        "happened",
        {"what": "seizure", "seized_on": "2020-06-05", "place": "Görlitz", "country": "DEU"},
    )
    goods = client.get(reverse("seizures:step", args=[draft.pk, "goods"])).content.decode()
    assert 'value="R-404A"' in goods and 'value="112"' in goods
    step(client, draft, "goods", {"substance": "R-404A", "mass_g": "1200", "basis": "net", "then": "next"})
    assert "checked" in client.get(reverse("seizures:step", args=[draft.pk, "found"])).content.decode()
    step(client, draft, "found", FOUND)
    assert client.post(reverse("seizures:draft", args=[draft.pk])).status_code == 302
    seizure = Seizure.objects.get()
    assert (seizure.place, seizure.net_g) == ("Görlitz", 1_200_000)


@pytest.mark.parametrize(
    "text", ["", "x" * 20_001, "seized on 15-05-1029", "<script>alert(1)</script> 5 cylinders"]
)
def test_a_text_that_cannot_be_read_is_answered_in_words(text):
    client = signed_in(person("Amina", agency("NOU")))
    response = client.post(reverse(URL), {"text": text})
    assert response.status_code in (200, 409)
    assert b"<script>alert" not in response.content
    if "1029" in text:
        assert "the year 1029 cannot be meant" in response.content.decode()


def test_who_records_nothing_reads_no_text_into_a_draft():
    assert signed_in(person("Pia", agency("NOU"), Role.PROSECUTOR)).get(reverse(URL)).status_code == 403


def test_a_text_of_two_seizures_begins_a_draft_with_the_one_chosen():
    client = signed_in(person("Amina", agency("NOU")))
    text = (
        "On 4 March 2021 customs in Chornomorsk took 1,000 cylinders of R-22. "
        "On 9 March 2021 another 500 cylinders of R-404A followed in Pivdennyi."
    )
    page = client.post(reverse(URL), {"text": text}).content.decode()
    assert "Begin a draft with seizure 2" in page
    begun = client.post(reverse(URL), {"text": text, "then": "begin-2"})
    happened = client.get(begun.url).content.decode()
    assert 'value="2021-03-09"' in happened and "Pivdennyi" in happened and "Chornomorsk" not in happened
    assert client.post(reverse(URL), {"text": text, "then": "begin-9"}).status_code == 302


def test_a_day_told_from_the_day_of_publication_is_read_when_that_day_is_given():
    client = signed_in(person("Amina", agency("NOU")))
    asked = {"text": "Yesterday customs in Calafat found 8 cylinders of R-32.", "published": "2019-07-18"}
    assert "2019-07-17" in client.post(reverse(URL), asked).content.decode()
    del asked["published"]
    assert (
        "it counts from the day the text was published" in client.post(reverse(URL), asked).content.decode()
    )
