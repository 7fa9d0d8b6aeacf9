"""Custody on the platform: written in a few fields, marked where it does not fit, never refused and never changed."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from custody_kept import CAGE, ago, handed, seizure_held, taken, written
from offices import agency, person, signed_in
from tradewind_web.audit import guarding
from tradewind_web.audit.models import Event
from tradewind_web.cases.actions import opening
from tradewind_web.errors import Refused
from tradewind_web.seizures.actions import custody
from tradewind_web.seizures.models_custody import Custody, CustodyEntry, PaperForm
from tradewind_web.seizures.queries_custody import custody_of
from tradewind_web.sharing.actions import share

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def amina():
    return person("Amina", agency("NOU"))


def page(acting, name, *args, **query):
    return signed_in(acting).get(reverse(f"seizures:{name}", args=args), query).content.decode()


def form(**said):
    """What the telephone sends for an entry, to the minute."""
    at = timezone.localtime(said.pop("happened", ago(minutes=5)))
    return {
        "act": "handed_over", "exhibits": ["1"], "day": at.date().isoformat(), "at": at.strftime("%H:%M"),
        "from_holder": "Otto", "from_place": "Yard", "to_holder": "Maren", "to_place": "Shed",
        "seal_before": "S-1", **said,
    }  # fmt: skip


def test_an_exhibit_is_listed_with_its_cylinders_and_the_treatys_own_figures(amina):
    seizure = seizure_held(amina)
    client = signed_in(amina)
    said = {
        "what": "Single cylinder", "substance": "freon 134a", "gross_g": "16.2", "tare_g": "2.6", "weighed": "each",
        "cylinders": "SN-77; EC-9; CGA 350; https://maker/77\nSN-78", "claimed_minor": "90", "market_minor": "640.50",
        "currency": "kes", "vehicle": "KBX 123A",
    }  # fmt: skip
    assert client.post(reverse("seizures:new_exhibit", args=[seizure.pk]), said).status_code == 302
    text = page(amina, "custody", seizure.pk)
    # 650 kg of R-22: 1,176.5 t CO2e (GWP 1810) and 35.75 kg ODP (0.055); 13.6 kg of R-134a: 19.448 t CO2e (GWP 1430).
    for figure in ("650", "1,176.5", "35.75", "13.6", "19.448"):
        assert f">{figure}<" in text
    text = page(amina, "exhibit", seizure.pk, 2)
    for part in ("SN-77", "EC-9", "CGA 350", "https://maker/77", "SN-78", "640.50 KES", "KBX 123A"):
        assert part in text
    wrong = client.post(
        reverse("seizures:new_exhibit", args=[seizure.pk]), {**said, "tare_g": "20", "weighed": ""}
    )
    assert wrong.status_code == 409 and "cannot weigh more than the full ones" in wrong.content.decode()
    corrected = client.post(
        reverse("seizures:exhibit", args=[seizure.pk, 2]), {**said, "vehicle": "KBX 999Z", "why": "misread"}
    )
    assert corrected.status_code == 302
    assert 'name="taken_from"' not in text, "a correction does not ask what it would not change"
    (event,) = Event.objects.filter(name="seizures.exhibit_corrected")
    assert event.reason == "misread" and event.sealed


def test_a_hand_over_is_written_in_a_few_fields_and_one_that_matches_has_no_mark(amina):
    seizure = seizure_held(amina)
    written(amina, seizure, taken())
    client = signed_in(amina)
    response = client.post(reverse("seizures:custody_write", args=[seizure.pk]), form(seen="1"), follow=True)
    assert "It is written as entry 2." in response.content.decode()
    text = page(amina, "custody", seizure.pk)
    assert "Every entry takes up what the one before it left." in text and "Maren" in text and "⚑" not in text


def test_what_does_not_fit_is_marked_in_plain_words_explained_and_stays(amina):
    seizure = seizure_held(amina)
    written(amina, seizure, taken())
    entry = written(amina, seizure, handed(from_place="Quay", seal_before="S-9"))
    text = page(amina, "custody", seizure.pk)
    assert "the entry before left it at “Yard”; this one took it from “Quay”" in text
    assert "The seal left on it was “S-1”; the seal found is “S-9”." in text and "2 marks ask" in text
    assert Custody.objects.get(seizure=seizure).open_marks == 2
    mark = next(t for t in custody_of(seizure).told if t.mark.code == "gap_place")
    client = signed_in(amina)
    url = reverse("seizures:custody_explain", args=[seizure.pk, mark.key])
    assert client.post(url, {"mark": mark.key, "text": ""}).status_code == 409
    assert (
        client.post(url, {"mark": mark.key, "text": "The quay is the yard's outer half"}).status_code == 302
    )
    correction = form(from_place="Yard", why="I wrote the old name", seen="2")
    assert (
        client.post(reverse("seizures:custody_correct", args=[seizure.pk, entry.pk]), correction).status_code
        == 302
    )
    text = page(amina, "custody", seizure.pk)
    for stays in ("took it from “Quay”", "outer half", "settled by a later entry", "corrects entry 2"):
        assert stays in text
    assert Custody.objects.get(seizure=seizure).open_marks == 1
    assert [line.entry.number for line in custody_of(seizure).lines if line.corrected_by] == [2]


def test_two_who_wrote_at_once_are_both_kept_and_the_fork_is_marked(amina):
    seizure = seizure_held(amina)
    written(amina, seizure, taken())
    written(amina, seizure, handed(), seen=1)
    written(amina, seizure, handed(to_holder="Eve", happened_at=ago(minutes=50)), seen=1)
    assert [t.mark.code for t in custody_of(seizure).told].count("fork") == 1
    assert CustodyEntry.objects.filter(seizure=seizure).count() == 3


def test_an_act_that_did_not_happen_is_struck_by_another_entry(amina):
    seizure = seizure_held(amina)
    written(amina, seizure, taken())
    wrong = written(amina, seizure, handed(from_place="Moon"))
    client = signed_in(amina)
    said = form(act="struck", exhibits=[], why="of another seizure")
    assert (
        client.post(reverse("seizures:custody_correct", args=[seizure.pk, wrong.pk]), said).status_code == 302
    )
    ledger = custody_of(seizure)
    assert (ledger.standing[1].holder, ledger.standing[1].place) == ("Otto", "Yard")
    assert all(t.mark.settled_by for t in ledger.told)
    with pytest.raises(Refused):
        written(amina, seizure, handed(act="struck", exhibits=()))


def test_a_leak_is_told_from_two_weighings(amina):
    seizure = seizure_held(amina)
    written(amina, seizure, taken(happened_at=ago(days=31)))
    for days, mass in ((30, 650_000), (0, 648_800)):
        stays = handed(act="weighed", from_holder="Otto", to_holder="", to_place="", mass_g=mass, scale_g=100)
        written(amina, seizure, replace(stays, happened_at=ago(days=days, minutes=1)))
    text = page(amina, "custody", seizure.pk)
    assert "1.2 lighter" in text and "leak?" in text and ">0.040<" in text
    assert "beyond what the scales may err" in text


def test_an_entry_cannot_be_changed_and_a_database_changed_by_hand_is_told(amina):
    seizure = seizure_held(amina)
    written(amina, seizure, taken())
    written(amina, seizure, handed())
    with pytest.raises(DatabaseError), transaction.atomic():
        CustodyEntry.objects.filter(number=1).update(to_place="Elsewhere")
    with connection.cursor() as cursor:
        for statement in guarding.removal(connection.vendor):
            cursor.execute(statement)
        cursor.execute("UPDATE seizures_custodyentry SET to_place = 'Elsewhere' WHERE number = 1")
    guarding.guard_tables()
    text = page(amina, "custody", seizure.pk)
    assert "The ledger was altered." in text and "From entry 1 on" in text


def test_a_book_of_forms_is_printed_and_typed_in_later_under_its_codes(amina):
    seizure = seizure_held(amina)
    client = signed_in(amina)
    response = client.post(reverse("seizures:paper_forms"), {"forms": "2"})
    assert response.status_code == 200 and response.content.startswith(b"%PDF")
    assert client.post(reverse("seizures:paper_forms"), {"forms": "51"}).status_code == 409
    first, second = PaperForm.objects.order_by("number")
    typed = first.code.lower().replace("-", " ")
    assert f"?code={first.code}" in page(amina, "paper_forms", code=typed)
    said = form(act="taken", code=typed, happened=ago(days=4))
    assert client.post(reverse("seizures:custody_write", args=[seizure.pk]), said).status_code == 302
    entry = CustodyEntry.objects.get()
    assert (entry.code, entry.source) == (first.code, "paper")
    assert [t.mark.code for t in custody_of(seizure).told] == ["late"]
    again = client.post(reverse("seizures:custody_write", args=[seizure.pk]), said)
    assert again.status_code == 409 and "is open; look at the letters again" in again.content.decode()
    assert client.get(reverse("seizures:paper_forms"), {"code": first.code}).status_code == 302
    client.post(reverse("seizures:void_form"), {"code": second.code, "why": "wet"})
    assert "No paper of your agency carries this code" in page(amina, "paper_forms", code=second.code)
    other = person("Eve", agency("Other"))
    assert "No paper of your agency carries this code" in page(other, "paper_forms", code=first.code)


def test_an_entry_prints_a_form_for_two_signatures_in_each_language(amina):
    seizure = seizure_held(amina)
    entry = written(amina, seizure, taken(why='#set text(red) \\ $x$ " <b>'))
    for language in ("en", "ar"):
        amina.user.language = language
        amina.user.save()
        response = signed_in(amina).get(reverse("seizures:custody_pdf", args=[seizure.pk, entry.pk]))
        assert response.content.startswith(b"%PDF"), language


def test_the_custody_stays_with_the_agency_that_keeps_it(amina):
    seizure = seizure_held(amina)
    entry = written(amina, seizure, taken())
    eve = signed_in(person("Eve", agency("Other")))
    for name, args in (
        ("custody", []),
        ("custody_write", []),
        ("custody_entry", [entry.pk]),
        ("new_exhibit", []),
    ):
        assert eve.get(reverse(f"seizures:{name}", args=[seizure.pk, *args])).status_code == 404
    with pytest.raises(Http404):
        custody.add_exhibit(acting=person("Eve", agency("Other")), seizure_id=seizure.pk, values=CAGE)


def test_who_held_it_is_sealed_in_the_audit(amina):
    seizure = seizure_held(amina)
    written(amina, seizure, taken(from_holder="Jane Driver"))
    (event,) = Event.objects.filter(name="seizures.custody_written")
    assert "Jane Driver" not in str(event.facts) and event.sealed


def test_a_page_of_custody_asks_a_constant_number_of_questions(amina):
    seizure = seizure_held(amina)
    client = signed_in(amina)
    counts = []
    client.get(reverse("seizures:custody", args=[seizure.pk]))
    for n in range(1, 9):
        written(amina, seizure, taken(happened_at=ago(hours=n)))
        if n in (2, 8):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(reverse("seizures:custody", args=[seizure.pk])).status_code == 200
            counts.append(len(asked))
    assert counts[0] == counts[1] <= 16


def test_an_entry_that_is_due_is_told_where_the_exhibit_is(amina):
    seizure = seizure_held(amina)
    written(amina, seizure, taken(covers_hours=2))
    assert "an entry was due by" in page(amina, "custody", seizure.pk)
    written(amina, seizure, handed(act="looked_at", to_holder="", to_place="", happened_at=ago(minutes=5)))
    assert "an entry was due by" not in page(amina, "custody", seizure.pk)


def test_a_seizure_is_put_into_a_case_that_reaches_the_person_and_taken_out_again(amina):
    seizure = seizure_held(amina)
    case = opening.open_case(acting=amina, title="Cylinders at the quay", origin="control")
    hidden = opening.open_case(acting=person("Eve", agency("Other")), title="Cylinders", origin="control")
    client = signed_in(amina)
    url = reverse("seizures:case", args=[seizure.pk])
    assert "Cylinders at the quay" in client.get(url, {"q": "QUAY"}).content.decode()
    assert "No case that reaches you" in client.get(url, {"q": "nothing like it"}).content.decode()
    assert client.post(url, {"case": str(hidden.pk)}).status_code == 404
    assert client.post(url, {"case": "x"}).status_code == 404
    assert client.post(url, {"case": str(case.pk)}).status_code == 302
    one = reverse("seizures:one", args=[seizure.pk])
    assert "Cylinders at the quay" in client.get(one).content.decode()
    share(acting=amina, record=seizure, agencies=[agency("Reached")], reason="r")
    assert "Cylinders at the quay" not in signed_in(person("Bo", agency("Reached"))).get(one).content.decode()
    assert client.post(url, {"case": ""}).status_code == 302
    assert "Cylinders at the quay" not in client.get(one).content.decode()
