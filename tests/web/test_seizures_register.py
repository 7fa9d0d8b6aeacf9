"""The register of seizures: typed in step by step, corrected by versions, shared, taken away, sent to the picture."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from offices import agency, person, signed_in
from photographs import exif, jpeg, png
from tradewind_web.audit.models import Event
from tradewind_web.audit.verifying import verify
from tradewind_web.errors import Refused
from tradewind_web.findings.grounds import ground_of
from tradewind_web.findings.models import Finding
from tradewind_web.jobs import worker
from tradewind_web.jobs.models import Job
from tradewind_web.office import Office
from tradewind_web.seizures.actions import drafting, recording
from tradewind_web.seizures.models import Draft, Photo, Seizure
from tradewind_web.seizures.photographs import NoPicture, bare
from tradewind_web.sharing.actions import share
from tradewind_web.sharing.audiences import audience_of
from tradewind_web.sources.models import Batch
from tradewind_web.sources.queries import warehouse_for, warehouse_for_agency
from tradewind_web.traders.actions import keeping
from tradewind_web.traders.values import TraderValues

pytestmark = pytest.mark.django_db

HAPPENED = {"what": "seizure", "seized_on": "2026-03-04", "place": "Namanga", "country": "Kenya"}
GOODS = {
    "substance": "freon 22", "label_says": "R134a", "containers": "115", "container_kind": "disposable",
    "mass_g": "1564", "basis": "net", "declared_as": "empty bottles",
}  # fmt: skip
ROUTE = {
    "came_from": "China",
    "via": "Tanzania",
    "going_to": "KEN",
    "transport": "road_truck",
    "who": "Jane Doe",
}
FOUND = {"found": "tip", "methods": ["misdeclaration", "hidden_in_load"]}
BASIS = {"legal_basis": "Act 12, section 4", "outcome": "seized"}


@pytest.fixture(autouse=True)
def office(settings, tmp_path):
    settings.OFFICE = Office(tmp_path / "office", demonstration=False)
    return settings.OFFICE


@pytest.fixture
def amina():
    return person("Amina", agency("NOU"))


def begun(client):
    client.post(reverse("seizures:begin"))
    return Draft.objects.order_by("-started_at").first()


def step(client, draft, name, data):
    return client.post(reverse("seizures:step", args=[draft.pk, name]), data)


def filled(client, **changed):
    draft = begun(client)
    steps = {"happened": HAPPENED, "goods": GOODS, "route": ROUTE, "found": FOUND, "basis": BASIS}
    for name, data in steps.items():
        response = step(client, draft, name, {**data, **changed.get(name, {}), "then": "next"})
        assert response.status_code == 302, response.content.decode()
    return draft


def recorded(acting, **changed):
    client = signed_in(acting)
    draft = filled(client, **changed)
    assert client.post(reverse("seizures:draft", args=[draft.pk])).status_code == 302
    return Seizure.objects.order_by("-recorded_at").first()


def correction(acting, seizure, why="weighed again", **changed):
    client = signed_in(acting)
    response = client.post(reverse("seizures:correct", args=[seizure.pk]))
    draft = Draft.objects.get(corrects=seizure, person=acting.user)
    for name, data in changed.items():
        assert step(client, draft, name, data).status_code == 302
    return client.post(reverse("seizures:draft", args=[draft.pk]), {"why": why}), response


# Typing one in ---------------------------------------------------------------------------------------------------


def test_a_seizure_is_typed_in_one_step_a_screen_and_stands_in_the_register(amina):
    client = signed_in(amina)
    draft = filled(client)
    over = client.get(reverse("seizures:draft", args=[draft.pk])).content.decode()
    assert "R-22, labelled “R134a”, 115 non-refillable cylinders, 1,564 kg net" in over
    response = client.post(reverse("seizures:draft", args=[draft.pk]), follow=True)
    text = response.content.decode()
    assert response.status_code == 200 and "The seizure 2026-0001 is recorded." in text
    for said in ("R-22", "1,564", "Namanga", "Kenya", "by a tip", "Act 12, section 4", "China", "Tanzania"):
        assert said in text
    assert not Draft.objects.exists()
    assert "Namanga" in client.get(reverse("seizures:list")).content.decode()


def test_each_step_is_kept_so_that_a_lost_link_loses_only_the_present_one(amina):
    client = signed_in(amina)
    draft = begun(client)
    step(client, draft, "happened", HAPPENED)
    assert step(client, draft, "goods", {"substance": "", "then": "next"}).status_code == 409
    again = signed_in(amina)  # another day, another telephone
    assert "Namanga" in again.get(reverse("seizures:list")).content.decode()
    assert (
        'value="Namanga"' in again.get(reverse("seizures:step", args=[draft.pk, "happened"])).content.decode()
    )


def test_a_draft_is_its_persons_alone_and_counts_nowhere(amina):
    draft = filled(signed_in(amina))
    for other in (person("Ben", amina.agency, "officer", "supervisor"), person("Eve", agency("Other"))):
        client = signed_in(other)
        assert client.get(reverse("seizures:draft", args=[draft.pk])).status_code == 404
        assert step(client, draft, "happened", HAPPENED).status_code == 404
        assert client.post(reverse("seizures:draft", args=[draft.pk])).status_code == 404
        assert client.post(reverse("seizures:discard", args=[draft.pk])).status_code == 404
        assert "Namanga" not in client.get(reverse("seizures:list")).content.decode()
    assert not Seizure.objects.exists()


def test_what_is_missing_is_said_and_nothing_is_recorded(amina):
    client = signed_in(amina)
    draft = begun(client)
    step(client, draft, "happened", HAPPENED)
    response = client.post(reverse("seizures:draft", args=[draft.pk]))
    assert response.status_code == 409 and "it is not complete yet" in response.content.decode()
    assert not Seizure.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("happened", {**HAPPENED, "seized_on": "2999-01-01"}, "this day has not come yet"),
        ("happened", {**HAPPENED, "seized_on": "0026-01-01"}, "too long ago"),
        ("happened", {**HAPPENED, "country": "Kenia land"}, "is no country we know"),
        ("goods", {**GOODS, "substance": "R-407"}, "can mean R-407A"),
        ("goods", {**GOODS, "substance": "gazoline 9"}, "is no gas we know"),
        ("goods", {**GOODS, "substance": ""}, "name the gas, or tick"),
        ("goods", {**GOODS, "unknown": "on"}, "choose one of the two"),
        ("goods", {**GOODS, "containers": "0"}, "leave it blank if they were not counted"),
        ("goods", {**GOODS, "mass_g": "0"}, "a mass of zero is no mass"),
        ("goods", {**GOODS, "mass_g": "1.234"}, "can be read in two ways"),
        ("goods", {**GOODS, "mass_g": "a lot"}, "write a number of kilograms"),
        ("goods", {**GOODS, "mass_g": "3 ton"}, "the unit in"),
        ("goods", {**GOODS, "basis": ""}, "say what this mass is"),
        ("route", {**ROUTE, "via": "Nowhereland"}, "is no country we know"),
        ("found", {"found": ""}, "This field is required"),
    ],
)
def test_a_wrong_answer_gets_a_plain_sentence_and_keeps_what_was_typed(amina, name, data, sentence):
    client = signed_in(amina)
    draft = begun(client)
    response = step(client, draft, name, {**data, "then": "next"})
    assert response.status_code == 409
    assert sentence in response.content.decode()


@pytest.mark.parametrize("typed", ["13.6", "13,6", "30 lb", "١٣٫٦"])
def test_a_mass_is_read_as_people_write_it(amina, typed):
    seizure = recorded(amina, goods={"mass_g": typed})
    assert seizure.items.get().mass_g in (13_600, 13_608)


def test_blank_is_not_zero(amina):
    seizure = recorded(amina, goods={"mass_g": "", "containers": "", "basis": ""})
    item = seizure.items.get()
    assert (item.mass_g, item.containers, item.basis, seizure.net_g) == (None, None, "", None)
    assert "mass not known" in signed_in(amina).get(reverse("seizures:list")).content.decode()


def test_several_gases_and_one_that_nobody_knows(amina):
    client = signed_in(amina)
    draft = filled(client)
    step(client, draft, "goods", {"unknown": "on", "mass_g": "20", "basis": "gross", "then": "more"})
    step(client, draft, "goods", {"substance": "R-12", "then": "next"})
    step(client, draft, "goods", {"then": "remove-2"})
    client.post(reverse("seizures:draft", args=[draft.pk]))
    seizure = Seizure.objects.get()
    assert [(i.substance, i.mass_g, i.basis) for i in seizure.items.all()] == [
        ("R-22", 1_564_000, "net"), ("unknown", 20_000, "gross"),
    ]  # fmt: skip
    assert (seizure.net_g, seizure.gross_g, seizure.estimated_g) == (1_564_000, 20_000, None)
    assert "unknown gas" in client.get(reverse("seizures:one", args=[seizure.pk])).content.decode()


def test_gases_are_offered_while_one_types(amina):
    client = signed_in(amina)
    text = client.get(reverse("seizures:gases"), {"substance": "134"}).content.decode()
    assert 'value="R-134a"' in text
    assert "R-22" in client.get(reverse("seizures:gases"), {"substance": "хладон 22"}).content.decode()


def test_traders_of_the_register_are_chosen_and_shown_only_to_those_they_reach(amina):
    trader = keeping.add(acting=amina, values=TraderValues("Kilima Cooling"))
    hers = keeping.add(acting=person("Eve", agency("Other")), values=TraderValues("Hidden Ltd"))
    client = signed_in(amina)
    draft = filled(client)
    found = step(client, draft, "route", {**ROUTE, "q": "kilima", "then": "search"})
    assert f'value="{trader.pk}"' in found.content.decode()
    step(client, draft, "route", {**ROUTE, "traders": [str(trader.pk), str(hers.pk), "x"], "then": "next"})
    client.post(reverse("seizures:draft", args=[draft.pk]))
    seizure = Seizure.objects.get()
    assert [t.name for t in seizure.traders.all()] == ["Kilima Cooling"]
    bo = person("Bo", agency("Neighbour"))
    share(acting=amina, record=seizure, agencies=[bo.agency], reason="r")
    url = reverse("seizures:one", args=[seizure.pk])
    assert "Kilima" in client.get(url).content.decode()
    assert "Kilima" not in signed_in(bo).get(url).content.decode()


def test_numbers_run_within_a_year_and_an_agency(amina):
    assert recorded(amina).number == "2026-0001"
    assert recorded(amina).number == "2026-0002"
    assert recorded(amina, happened={"seized_on": "2025-12-31"}).number == "2025-0001"
    assert recorded(person("Bo", agency("Other"))).number == "2026-0001"


def test_the_audit_seals_who_was_involved(amina):
    seizure = recorded(amina)
    event = Event.objects.get(name="seizures.recorded")
    assert event.subject_id == str(seizure.pk)
    assert "Jane" not in str(event.facts) + event.sealed and event.key is not None
    assert verify().intact


# Correcting ------------------------------------------------------------------------------------------------------


def test_a_correction_is_a_new_version_with_before_and_after(amina):
    seizure = recorded(amina)
    response, _begun = correction(
        amina, seizure, goods={**GOODS, "item": "0", "mass_g": "1500", "then": "next"}
    )
    assert response.status_code == 302
    seizure.refresh_from_db()
    assert (seizure.version, seizure.net_g, seizure.number) == (2, 1_500_000, "2026-0001")
    first = seizure.versions.get(number=1)
    assert first.said["items"][0]["mass_g"] == 1_564_000
    text = signed_in(amina).get(reverse("seizures:one", args=[seizure.pk])).content.decode()
    for said in ("Version 2", "weighed again", "1,564 kg net", "1,500 kg net", "<del>", "<ins>"):
        assert said in text


def test_a_correction_needs_a_reason_a_change_and_the_version_that_stands(amina):
    seizure = recorded(amina)
    draft = drafting.begin(acting=amina, corrects_id=seizure.pk)
    with pytest.raises(Refused, match="say why"):
        recording.record(acting=amina, draft_id=draft.pk, why="")
    with pytest.raises(Refused, match="nothing was changed"):
        recording.record(acting=amina, draft_id=draft.pk, why="w")
    ben = person("Ben", amina.agency)
    response, _ = correction(ben, seizure, found={"found": "routine_check"})
    assert response.status_code == 302
    with pytest.raises(Refused, match="somebody corrected it meanwhile"):
        recording.record(acting=amina, draft_id=draft.pk, why="w")


def test_another_agency_corrects_nothing(amina):
    seizure, bo = recorded(amina), person("Bo", agency("Neighbour"))
    client = signed_in(bo)
    addresses = [
        (reverse(f"seizures:{n}", args=[seizure.pk]), n) for n in ("one", "tie", "share", "withdraw")
    ]
    assert {client.get(url).status_code for url, _n in addresses} == {404}
    assert client.post(reverse("seizures:correct", args=[seizure.pk])).status_code == 404
    share(acting=amina, record=seizure, agencies=[bo.agency], reason="r")
    assert client.get(addresses[0][0]).status_code == 200
    assert client.post(reverse("seizures:correct", args=[seizure.pk])).status_code == 403
    assert client.get(addresses[1][0]).status_code == 403


def test_a_role_that_records_nothing_reads(amina):
    seizure = recorded(amina)
    client = signed_in(person("Pia", amina.agency, "prosecutor"))
    assert client.get(reverse("seizures:one", args=[seizure.pk])).status_code == 200
    assert client.get(reverse("seizures:one", args=[seizure.pk]), {"print": ""}).status_code == 200
    assert client.post(reverse("seizures:begin")).status_code == 403
    assert client.post(reverse("seizures:correct", args=[seizure.pk])).status_code == 403


# Photographs -----------------------------------------------------------------------------------------------------


def sent(client, draft, content, name="IMG_1.jpg"):
    file = SimpleUploadedFile(name, content, "image/jpeg")
    return client.post(reverse("seizures:step", args=[draft.pk, "photos"]), {"photos": file})


def test_a_photograph_is_kept_as_it_came_and_shown_without_what_the_camera_wrote(amina):
    client, original = signed_in(amina), jpeg(told=exif(6), comment=b"here", behind=b"GPS track")
    draft = filled(client)
    assert sent(client, draft, original).status_code == 302
    assert sent(client, draft, original).status_code == 302  # again after a lost link
    photo = Photo.objects.get()
    assert photo.path.read_bytes() == original and photo.tells_more
    client.post(reverse("seizures:draft", args=[draft.pk]))
    seizure = Seizure.objects.get()
    bo = person("Bo", agency("Neighbour"))
    share(acting=amina, record=seizure, agencies=[bo.agency], reason="r")
    url = reverse("seizures:photo", args=[seizure.pk, photo.pk])
    for reader in (client, signed_in(bo)):
        shown = reader.get(url)
        assert shown["Content-Type"] == "image/jpeg"
        for secret in (b"SecretPhone", b"here", b"GPS"):
            assert secret not in shown.content
    assert b"Exif\0\0MM" in shown.content  # which way is up stays
    assert (
        "without what the camera wrote"
        in signed_in(bo).get(reverse("seizures:one", args=[seizure.pk])).content.decode()
    )
    whole = reverse("seizures:original", args=[seizure.pk, photo.pk])
    assert signed_in(bo).post(whole).status_code == 403
    taken = client.post(whole)
    assert b"".join(taken.streaming_content) == original
    assert Event.objects.filter(name="seizures.original_taken").count() == 1
    assert client.post(reverse("seizures:remove_photo", args=[draft.pk, photo.pk])).status_code == 404
    assert signed_in(person("Eve", agency("Third"))).get(url).status_code == 404


def test_what_is_no_photograph_is_refused_with_a_sentence(amina):
    client = signed_in(amina)
    draft = filled(client)
    for content, sentence in ((b"GIF89a", "is no JPEG or PNG"), (jpeg()[:-30], "is damaged or not whole")):
        response = sent(client, draft, content)
        assert response.status_code == 409 and sentence in response.content.decode()
    with pytest.raises(Refused, match="larger than"):
        drafting.add_photo(acting=amina, draft_id=draft.pk, name="x", content=jpeg() + bytes(12 << 20))
    assert not Photo.objects.exists()


def test_throwing_a_draft_away_leaves_no_file(amina, django_capture_on_commit_callbacks):
    client = signed_in(amina)
    draft = filled(client)
    sent(client, draft, jpeg())
    path = Photo.objects.get().path
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("seizures:discard", args=[draft.pk]))
    assert not path.exists() and not Draft.objects.exists() and not Photo.objects.exists()


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_the_picture_alone_keeps_its_pixels_and_which_way_is_up(orientation):
    alone = bare(jpeg(told=exif(orientation)))
    assert alone.endswith(b"\xff\xd9") and b"JFIF" in alone
    assert (b"Exif" in alone) == (orientation != 1)
    assert bare(alone) == alone
    assert b"secret" not in bare(png(b"secret")) and bare(png()) == png()


@pytest.mark.parametrize("cut", range(3, 120, 7))
def test_a_photograph_that_is_cut_off_is_refused_and_never_fails_otherwise(cut):
    for whole in (jpeg(told=exif()), png(b"x")):
        if cut < len(whole):
            with pytest.raises(NoPicture):
                bare(whole[:cut])


# Lists, files ----------------------------------------------------------------------------------------------------


def test_the_list_is_narrowed_by_year_substance_method_and_how_it_was_found(amina):
    recorded(amina)
    recorded(amina, happened={"seized_on": "2025-05-05", "place": "Busia"}, goods={"substance": "R-410A"},
             found={"found": "routine_check", "methods": ["no_licence"]})  # fmt: skip
    client, url = signed_in(amina), reverse("seizures:list")
    for asked in (
        {"year": "2025"},
        {"substance": "R-410A"},
        {"method": "no_licence"},
        {"found": "routine_check"},
    ):
        text = client.get(url, asked).content.decode()
        assert "Busia" in text and "Namanga" not in text
    assert client.get(url, {"year": "x", "substance": "';--", "after": "nonsense"}).status_code == 200


def test_the_list_asks_as_many_questions_for_two_as_for_twenty(amina, django_assert_num_queries):
    client, url = signed_in(amina), reverse("seizures:list")
    for _ in range(2):
        recorded(amina)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    asked = len(few)
    for _ in range(18):
        recorded(amina)
    with django_assert_num_queries(asked):
        client.get(url)
    assert asked < 30


def workbook(response):
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_file_holds_the_narrowed_list_safely_and_names_nobody(amina):
    recorded(amina, goods={"label_says": "=HYPERLINK(1)"})
    recorded(amina, happened={"seized_on": "2025-05-05", "place": "Busia"})
    client = signed_in(amina)
    response = client.post(reverse("seizures:export"), {"year": "2026"})
    rows = workbook(response)
    cells = [str(v) for row in rows for v in row if v is not None]
    assert "'=HYPERLINK(1)" in cells and "1564" in cells and "Busia" not in cells
    assert not any("Jane" in c for c in cells)
    event = Event.objects.get(name="seizures.exported")
    assert event.facts["count"] == 1 and event.facts["filters"] == {"year": "2026"}


def test_a_demonstration_says_so_in_the_file_and_in_its_name(amina, settings, tmp_path):
    settings.OFFICE = Office(tmp_path / "demo", demonstration=True)
    recorded(amina)
    response = signed_in(amina).post(reverse("seizures:export"))
    assert "demonstration" in response["Content-Disposition"]
    assert "Demonstration" in str(workbook(response)[0][0])


def test_what_is_for_named_persons_leaves_in_no_file(amina):
    seizure = recorded(amina)
    Seizure.objects.filter(pk=seizure.pk).update(
        audience=audience_of(persons=[(amina.agency, amina.user)], tlp="red")
    )
    client = signed_in(amina)
    assert "Namanga" in client.get(reverse("seizures:list")).content.decode()
    assert "Namanga" not in str(workbook(client.post(reverse("seizures:export"))))


def test_the_print_view_has_all_of_it_and_a_place_to_sign(amina):
    seizure = recorded(amina)
    text = signed_in(amina).get(reverse("seizures:one", args=[seizure.pk]), {"print": ""}).content.decode()
    assert "2026-0001" in text and "Witness" in text and "1,564" in text


# Findings, the picture -------------------------------------------------------------------------------------------


def a_finding(acting, subject="D1/1"):
    whole = audience_of(agencies=[acting.agency])
    return Finding.objects.create(
        ground=ground_of([]),
        owner=acting.agency, audience=whole, first_audience=whole, library_id=subject[:16], revision="r", run="r",
        detector="items-licence", version="1", tier=1, rank=0.5, subject_kind="declaration item",
        subject_id=subject, cheapest_check="c", search_key=f" {subject.casefold()} ", first_seen=timezone.now(),
        last_seen=timezone.now(), rows_digest="d",
    )  # fmt: skip


def test_a_seizure_is_tied_to_the_finding_that_led_to_it(amina):
    seizure, finding = recorded(amina), a_finding(amina)
    client, url = signed_in(amina), reverse("seizures:tie", args=[seizure.pk])
    assert client.get(url, {"q": "d1"}).status_code == 200
    assert client.post(url, {"finding": str(finding.pk)}).status_code == 302
    seizure.refresh_from_db()
    assert seizure.finding == finding
    assert "D1/1" in client.get(reverse("seizures:one", args=[seizure.pk])).content.decode()
    hidden = a_finding(person("Eve", agency("Other")), "D9/9")
    assert client.post(url, {"finding": str(hidden.pk)}).status_code == 404
    bo = person("Bo", agency("Neighbour"))
    share(acting=amina, record=seizure, agencies=[bo.agency], reason="r")
    assert "D1/1" not in signed_in(bo).get(reverse("seizures:one", args=[seizure.pk])).content.decode()
    assert client.post(url, {"finding": ""}).status_code == 302
    seizure.refresh_from_db()
    assert seizure.finding is None


def test_a_draft_begun_from_a_finding_answers_it(amina):
    finding, client = a_finding(amina), signed_in(amina)
    client.post(reverse("seizures:begin"), {"finding": str(finding.pk)})
    assert Draft.objects.get().finding == finding
    assert client.post(reverse("seizures:begin"), {"finding": "x"}).status_code == 404


def sending():
    """Do the jobs of this register alone: others have tests of their own."""
    Job.objects.filter(state="waiting").exclude(kind="seizures.send").delete()
    return worker.run_all()


def rows(of):
    with warehouse_for_agency(of) as warehouse:
        found = warehouse.current("seizures").to_pyarrow().to_pylist()
    return sorted(found, key=lambda r: (r["case_id"], r["line"]))


def test_recorded_seizures_stand_in_the_warehouse_of_those_they_reach(amina):
    seizure = recorded(amina)
    sending()
    (row,) = rows(amina.agency)
    assert (row["case_id"], row["substance"], row["mass_g"], row["mass_basis"], row["cylinders"]) == (
        seizure.number, "R-22", 1_564_000, "net", 115,
    )  # fmt: skip
    assert (row["country"], row["dispatch"], row["transit"], row["destination"]) == (
        "KEN",
        ["CHN"],
        ["TZA"],
        ["KEN"],
    )
    assert row["methods"] == ["misdeclaration", "hidden_in_load"] and row["detection"] == ["tip"]
    assert "Jane" not in str(row)
    assert rows(agency("Other")) == []


def test_a_gross_mass_is_not_sent_as_a_mass_of_gas(amina):
    recorded(amina, goods={"basis": "gross"})
    sending()
    (row,) = rows(amina.agency)
    assert (row["mass_g"], row["total_mass_g"], row["mass_basis"]) == (None, None, "gross")


def test_a_correction_takes_the_place_of_what_was_sent_and_leaves_no_line_behind(amina):
    client = signed_in(amina)
    draft = filled(client)
    step(client, draft, "goods", {"substance": "R-12", "then": "next"})
    client.post(reverse("seizures:draft", args=[draft.pk]))
    sending()
    assert len(rows(amina.agency)) == 2
    correction(amina, Seizure.objects.get(), goods={"then": "remove-1"})
    sending()
    assert [r["substance"] for r in rows(amina.agency)] == ["R-22"]
    # and back again, which is the first content anew
    correction(amina, Seizure.objects.get(), goods={"substance": "R-12", "then": "next"})
    sending()
    assert [r["substance"] for r in rows(amina.agency)] == ["R-22", "R-12"]


def test_sending_again_without_news_changes_nothing(amina):
    recorded(amina)
    sending()
    before = Batch.objects.count(), Event.objects.count()
    from django.db import transaction

    from tradewind_web.jobs.queue import enqueue

    with transaction.atomic():
        enqueue("seizures.send", {"agency": str(amina.agency.pk)})
    sending()
    assert (Batch.objects.count(), Event.objects.count()) == before


def test_sharing_and_withdrawing_reach_the_warehouse_too_the_latter_at_once(amina):
    bo = person("Bo", agency("Neighbour", "TZA"))
    lead = person("Lena", amina.agency, "officer", "supervisor")
    seizure, other = recorded(amina), recorded(amina, happened={"place": "Busia"})
    sending()
    assert rows(bo.agency) == []
    client = signed_in(lead)
    data = {"agencies": [str(bo.agency.pk)], "tlp": "amber", "permitted": "use", "reason": "joint case"}
    assert client.post(reverse("seizures:share", args=[seizure.pk]), data).status_code == 302
    sending()
    assert [r["case_id"] for r in rows(bo.agency)] == [seizure.number]
    assert [r["case_id"] for r in rows(amina.agency)] == [seizure.number, other.number]
    with warehouse_for(bo) as warehouse:
        assert len(warehouse.batches()) == 1
    url = reverse("seizures:withdraw", args=[seizure.pk])
    assert client.post(url, {"reason": "case closed"}).status_code == 302
    assert rows(bo.agency) == []  # before any job has run
    sending()
    assert rows(bo.agency) == [] and len(rows(amina.agency)) == 2
    assert verify().intact


def test_a_job_that_lost_its_worker_half_way_sends_all_the_same(amina, monkeypatch):
    from tradewind_web.seizures import sending as module

    recorded(amina)
    whole = module.note_sent
    monkeypatch.setattr(module, "note_sent", lambda **_: (_ for _ in ()).throw(OSError("power cut")))
    sending()
    assert rows(amina.agency) == []
    monkeypatch.setattr(module, "note_sent", whole)
    Job.objects.update(run_after=timezone.now() - timedelta(seconds=1))
    sending()
    assert len(rows(amina.agency)) == 1
