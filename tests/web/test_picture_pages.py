"""The picture's pages: drawn over what reaches an agency, and never shown once it rests on what no longer does."""

import pytest

from offices import agency, person, signed_in
from tradewind_web.jobs import worker
from tradewind_web.sharing.audiences import audience_of
from tradewind_web.sources.models import Batch
from tradewind_web.sources.publics import load_public_facts

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def office(tmp_path, settings):
    """An office of its own, with the register of public cases loaded."""
    from dataclasses import replace

    settings.OFFICE = replace(settings.OFFICE, folder=tmp_path / "office")
    settings.OFFICE.folder.mkdir()
    load_public_facts()
    return settings.OFFICE


def drawn(client) -> str:
    """The picture's page, once the job has drawn it."""
    client.get("/picture/")
    worker.run_all()
    return client.get("/picture/").content.decode()


def test_the_picture_is_drawn_once_asked_and_opens_section_by_section(office):
    client = signed_in(person("Amina", agency("NOU", "NLD")))
    assert "is being drawn" in client.get("/picture/").content.decode()
    page = drawn(client)
    assert "Netherlands" in page
    section = client.get("/picture/world-map/")
    assert section.status_code == 200
    assert b"<svg" in section.content
    assert client.get("/picture/nothing/").status_code == 404


def test_the_chapters_come_without_the_weight_of_their_maps(office):
    client = signed_in(person("Amina", agency("NOU", "NLD")))
    assert len(drawn(client).encode()) < 30_000


def test_a_picture_that_rests_on_what_no_longer_reaches_the_agency_is_not_shown(office):
    client = signed_in(person("Amina", agency("NOU", "NLD")))
    assert "Netherlands" in drawn(client)
    Batch.objects.update(audience=audience_of(agencies=[agency("Other")]))
    assert "is being drawn" in client.get("/picture/").content.decode()
    assert client.get("/picture/world-map/").status_code == 302


def test_asking_twice_while_it_waits_is_one_job(office):
    from tradewind_web.jobs.models import Job

    client = signed_in(person("Amina", agency("NOU", "NLD")))
    client.get("/picture/")
    client.get("/picture/")
    assert Job.objects.filter(kind="desk.draw_picture").count() == 1


def test_another_agency_gets_a_picture_of_its_own(office):
    one, other = signed_in(person("A", agency("One", "NLD"))), signed_in(person("B", agency("Two", "KEN")))
    assert "Netherlands" in drawn(one)
    assert "Kenya" in drawn(other)
    assert "Netherlands and" not in drawn(other)


def test_an_administrator_without_another_role_sees_no_picture(office):
    client = signed_in(person("Root", agency("NOU", "NLD"), "administrator"))
    assert client.get("/picture/").status_code == 403


def test_an_agency_of_no_known_party_gets_the_picture_of_the_world(office):
    for number, party in enumerate(("", "ATF")):
        client = signed_in(person(f"Ana {number}", agency(f"Secretariat {number}", party)))
        assert "The picture of the world" in drawn(client)
