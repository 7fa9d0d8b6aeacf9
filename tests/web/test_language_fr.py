"""The platform in French: complete, nothing of a sentence lost in translation, and read so on its pages."""

import io
import re
from gettext import GNUTranslations

import pytest
from babel.messages.mofile import write_mo
from django.test import Client
from django.urls import reverse

from findings_made import answer, delivered
from offices import agency, person, signed_in
from tradewind_web.catalogues import load, missing

_PLACES = re.compile(r"%\(\w+\)[sd]|%%|<[^>]+>")


def forms(message) -> list[tuple[str, str]]:
    """Each French form beside the English it stands for."""
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    return list(zip(message.id, message.string, strict=True))


def french(client: Client) -> Client:
    client.cookies["tradewind-language"] = "fr"
    return client


def test_no_sentence_lacks_its_french():
    assert missing("fr") == []


def test_no_translation_is_left_in_doubt():
    assert [message.id for message in load("fr") if message.id and message.fuzzy] == []


def test_every_figure_name_and_tag_of_a_sentence_is_in_its_french():
    lost = [
        (english, said)
        for message in load("fr")
        if message.id
        for english, said in forms(message)
        if sorted(_PLACES.findall(said)) != sorted(_PLACES.findall(english))
        # "One file ..." may write its figure out in one language and not in the other
        and not (isinstance(message.id, tuple) and "%(count)s" not in message.id[0])
    ]
    assert lost == []


def test_no_double_quote_can_end_an_attribute_of_a_page():
    quoted = [
        said for message in load("fr") if message.id for _english, said in forms(message) if '"' in said
    ]
    assert quoted == []


def test_french_marks_do_not_stand_alone_at_the_beginning_of_a_line():
    loose = [
        said for message in load("fr") if message.id for _english, said in forms(message)
        if re.search(r" [:;?!»]|« ", said)
    ]  # fmt: skip
    assert loose == []


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 ligne n'a pas pu être lue"),
        (1, "1 ligne n'a pas pu être lue"),
        (2, "2 lignes n'ont pas pu être lues"),
        (11, "11 lignes n'ont pas pu être lues"),
    ],
)
def test_a_count_takes_the_form_that_french_gives_it(count, said):
    compiled = io.BytesIO()
    write_mo(compiled, load("fr"))
    compiled.seek(0)
    many = GNUTranslations(compiled).ngettext(
        "%(count)s row could not be read", "%(count)s rows could not be read", count
    )
    assert many % {"count": count} == said


@pytest.mark.django_db
def test_the_door_reads_in_french():
    person("Amina", agency("NOU"))
    text = french(Client()).get(reverse("account_login")).content.decode()
    assert '<html lang="fr" dir="ltr">' in text
    for said in ("Se connecter", "Mot de passe", "Langue"):
        assert said in text, said
    assert "Password" not in text


@pytest.mark.django_db
def test_the_queue_reads_in_french():
    nou = agency("NOU")
    delivered(nou, answer("2026-7/2"))
    text = french(signed_in(person("Amina", nou))).get("/findings/").content.decode()
    assert '<html lang="fr" dir="ltr">' in text
    for said in (
        "Constats", "Déclaration 2026-7/2\u00a0: HCFC-22", "à examiner d'abord", "Liste de surveillance",
        "Vérification la moins coûteuse\u00a0:", "Entre les mains de",
    ):  # fmt: skip
        assert said in text or said.replace("'", "&#x27;") in text, said
    for left in ("Findings", "look first", "Cheapest check"):
        assert left not in text, left
