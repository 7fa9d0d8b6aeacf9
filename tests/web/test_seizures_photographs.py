"""Photographs of a seizure: kept as they came, shown without what the camera wrote."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from offices import agency, person, signed_in
from photographs import exif, jpeg, png
from seizures_typed import filled
from tradewind_web.audit.models import Event
from tradewind_web.errors import Refused
from tradewind_web.seizures.actions import drafting
from tradewind_web.seizures.models import Draft, Photo, Seizure
from tradewind_web.seizures.photographs import NoPicture, bare
from tradewind_web.sharing.actions import share

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def amina():
    return person("Amina", agency("NOU"))


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
