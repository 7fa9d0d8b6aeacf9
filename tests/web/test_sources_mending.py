"""A refused row is kept as it stood, corrected as a new row of a new batch, and never runs in a spreadsheet."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from source_office import CANONICAL, REGISTER, cases, loaded, sent

from offices import agency, person, signed_in
from tradewind.warehouse import Warehouse
from tradewind_web.audit.models import Event
from tradewind_web.jobs import worker
from tradewind_web.sources.models import Batch, RefusedRow, Upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def client():
    return signed_in(person("Amina", agency("Kenya NOU")))


def masses(office) -> dict[str, int]:
    with Warehouse.open(office.warehouse_url) as warehouse:
        rows = warehouse.current("declarations").to_pyarrow().to_pylist()
    return {r["declaration_id"]: r["net_mass_g"] for r in rows}


def mended(upload: Upload) -> Upload:
    worker.run_all()
    upload.refresh_from_db()
    return upload


@pytest.fixture
def batch(client):
    return loaded(client, "declarations.csv", CANONICAL)


def test_refused_rows_say_where_why_and_what_to_do(client, batch):
    assert (batch.rows, batch.refused, batch.mendable) == (1, 2, True)
    page = client.get(reverse("sources:refused", args=[batch.pk])).content.decode()
    for row in RefusedRow.objects.all():
        assert f"line {row.line}" in page and row.column in page
    assert "=Brill Gases" not in client.get(reverse("sources:batch", args=[batch.pk])).content.decode()


def test_a_corrected_row_is_a_new_row_of_a_new_batch_and_its_original_is_kept(client, batch, office):
    rows = {r.cells["declaration_id"]: r for r in RefusedRow.objects.all()}
    address = reverse("sources:refused_row", args=[batch.pk, rows["D-3"].number])
    page = client.get(address).content.decode()
    cell = list(rows["D-3"].cells).index("net_mass_g")
    assert f'name="cell-{cell}" value="-5x"' in page
    assert client.post(address, {}).status_code == 409  # nothing changed
    assert client.post(address, {f"cell-{cell}": "5000"}).status_code == 302
    upload = mended(Upload.objects.get(corrects=batch))
    assert upload.state == "loaded", upload.trouble
    assert masses(office) == {"D-1": 1000, "D-3": 5000}
    correction = Batch.objects.get(corrects=batch)
    assert (correction.audience_id, correction.audience_since) == (batch.audience_id, batch.audience_since)
    kept = RefusedRow.objects.get(pk=rows["D-3"].pk)
    assert (kept.value, kept.cells["net_mass_g"], kept.mended_by) == ("-5x", "-5x", upload)
    # A row is corrected once.
    assert client.post(address, {f"cell-{cell}": "6000"}).status_code == 409
    event = Event.objects.get(name="sources.rows_mended")
    assert "5000" not in str(event.facts) and event.sealed  # what it said may name a person


def test_several_rows_are_corrected_on_one_page(client, batch, office):
    given = {}
    for row in RefusedRow.objects.all():
        given[f"row-{row.number}"] = "2024-03-02" if row.column == "lodged_on" else "7000"
    assert client.post(reverse("sources:refused", args=[batch.pk]), given).status_code == 302
    upload = mended(Upload.objects.get(corrects=batch))
    assert upload.state == "loaded"
    held = masses(office)
    # D-2 had two faults: the one that was left is refused again, in the correction.
    assert held["D-3"] == 7000
    assert Batch.objects.get(corrects=batch).refused == 1


def test_a_correction_that_cannot_be_read_can_be_tried_again(client, batch, office):
    row = next(r for r in RefusedRow.objects.all() if r.cells["declaration_id"] == "D-3")
    address = reverse("sources:refused", args=[batch.pk])
    assert client.post(address, {f"row-{row.number}": "still wrong"}).status_code == 302
    mended(Upload.objects.get(corrects=batch))
    again = Batch.objects.filter(corrects=batch).first()
    assert again is not None and again.refused == 1 and again.mendable
    second = RefusedRow.objects.get(batch=again)
    answer = client.post(reverse("sources:refused", args=[again.pk]), {f"row-{second.number}": "42"})
    assert answer.status_code == 302
    mended(Upload.objects.get(corrects=again))
    assert masses(office)["D-3"] == 42


def test_the_file_of_refused_rows_goes_out_without_formulas_and_comes_back_corrected(client, batch, office):
    response = client.get(reverse("sources:refused_csv", args=[batch.pk]))
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text)))
    assert not [c for row in table for c in row if c[:1] in "=+-@\t\r" and c]
    head, *rows = table
    at = {name: i for i, name in enumerate(head)}
    by_id = {r[at["declaration_id"]]: r for r in rows}
    assert by_id["D-2"][at["importer"]] == "'=Brill Gases"
    by_id["D-2"][at["lodged_on"]], by_id["D-2"][at["net_mass_g"]] = "2024-03-02", "9000"
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([head, *rows])  # as spreadsheets of half the world save it
    back = SimpleUploadedFile("refused.csv", out.getvalue().encode("utf-8-sig"))
    answer = client.post(reverse("sources:mended_csv", args=[batch.pk]), {"file": back}, follow=True)
    assert "notice error" not in answer.content.decode(), answer.context["messages"]
    upload = mended(Upload.objects.get(corrects=batch))
    assert upload.state == "loaded", upload.trouble
    assert masses(office) == {"D-1": 1000, "D-2": 9000}  # D-3 was left as it was, and so not sent
    with Warehouse.open(office.warehouse_url) as warehouse:
        rows = warehouse.current("declarations").to_pyarrow().to_pylist()
    assert {r["importer"] for r in rows} == {"Acme Cooling", "=Brill Gases"}


@pytest.mark.parametrize("content", [b"\xff\xfe\x00x", b"a,b\n1,2\n", b"tradewind row,x\n999,1\n", b""])
def test_another_file_in_its_place_is_answered_clearly(client, batch, content):
    back = SimpleUploadedFile("refused.csv", content)
    response = client.post(reverse("sources:mended_csv", args=[batch.pk]), {"file": back}, follow=True)
    assert b'class="notice error"' in response.content
    assert not Upload.objects.filter(corrects=batch).exists()


def test_rows_read_through_a_mapping_are_corrected_through_it(client, office):
    upload = sent(client, "register.csv", REGISTER.replace("1200", "12oo"))
    chosen = {"table": "licences", "column-0": "licence_id", "column-1": "holder", "column-2": "substance",
              "column-3": "licensed_mass", "all-direction": "import"}  # fmt: skip
    assert client.post(reverse("sources:describe", args=[upload.pk]), chosen).status_code == 302
    assert mended(upload).state == "loaded"
    batch = Batch.objects.get()
    row = RefusedRow.objects.get(batch=batch)
    assert batch.mendable
    address = reverse("sources:refused", args=[batch.pk])
    assert client.post(address, {f"row-{row.number}": "1200"}).status_code == 302
    correction = mended(Upload.objects.get(corrects=batch))
    assert correction.state == "loaded", correction.trouble
    with Warehouse.open(office.warehouse_url) as warehouse:
        rows = warehouse.current("licences").to_pyarrow().to_pylist()
    assert {r["licence_id"]: r["licensed_mass_g"] for r in rows} == {"L-1": 1_200_000, "L-2": 800_000}


def test_rows_of_a_layout_we_do_not_write_are_mended_where_they_came_from(client):
    broken = cases(2) + '{"case_id": "X-1", "date_start": "sometime"}\n'
    batch = loaded(client, "cases.jsonl", broken)
    if not batch.refused:
        pytest.skip("the reader takes such a line")
    page = client.get(reverse("sources:refused", args=[batch.pk])).content.decode()
    assert not batch.mendable and "where the file came from" in page


def test_refused_rows_are_for_the_agency_that_answers_for_them(client):
    neighbour = person("Bo", agency("Uganda NOU"))
    batch = loaded(client, "declarations.csv", CANONICAL, agencies=[neighbour.agency.pk])
    names = ("refused", "refused_csv")
    other, stranger = signed_in(neighbour), signed_in(person("Carla", agency("Brazil NOU")))
    assert [other.get(reverse(f"sources:{n}", args=[batch.pk])).status_code for n in names] == [403, 403]
    assert [stranger.get(reverse(f"sources:{n}", args=[batch.pk])).status_code for n in names] == [404, 404]
    assert other.get(reverse("sources:refused_row", args=[batch.pk, 0])).status_code == 403
    assert other.post(reverse("sources:mended_csv", args=[batch.pk])).status_code == 403


def test_a_row_number_that_is_not_there_is_not_found(client, batch):
    assert client.get(reverse("sources:refused_row", args=[batch.pk, 99])).status_code == 404


def test_many_refused_rows_come_in_pages_of_few_questions(client, django_assert_max_num_queries):
    bad = "".join(f"X-{i},1,2024-03-01,import,T,A,CHN,2022,290342,R-32,bad\n" for i in range(1200))
    batch = loaded(client, "declarations.csv", CANONICAL + bad)
    assert RefusedRow.objects.filter(batch=batch).count() == batch.refused == 1202
    address = reverse("sources:refused", args=[batch.pk])
    with django_assert_max_num_queries(20):
        page = client.get(address)
    assert len(page.context["page"].rows) == 25
    second = client.get(f"{address}?{page.context['page'].after}")
    assert [r.number for r in second.context["page"].rows] == list(range(25, 50))


def test_a_row_that_is_broken_as_a_whole_does_not_keep_the_others_from_being_mended(client, office):
    broken = "X-9,1,2024-03-01,import,T,A,CHN,2022,290342,R-32,1000,and,more\n"
    batch = loaded(client, "declarations.csv", CANONICAL + broken)
    row = next(r for r in RefusedRow.objects.filter(batch=batch) if r.value == "-5x")
    assert batch.mendable
    address = reverse("sources:refused", args=[batch.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {f"row-{row.number}": "5000"}).status_code == 302
    assert mended(Upload.objects.get(corrects=batch)).state == "loaded"
    assert masses(office)["D-3"] == 5000
