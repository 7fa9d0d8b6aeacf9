"""The platform in Arabic: complete, nothing of a sentence lost in translation, and read from right to left."""

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
_LEFT_TO_RIGHT = "\u200e"
#: Arabic says none, one and two in words; from three on the figure stands.
_IN_WORDS = 3


def sentences():
    return [message for message in load("ar") if message.id]


def said(message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def places(text: str) -> list[str]:
    return sorted(_PLACES.findall(text))


def arabic(client: Client) -> Client:
    client.cookies["tradewind-language"] = "ar"
    return client


def test_no_sentence_lacks_its_arabic():
    assert missing("ar") == []


def test_no_translation_is_left_in_doubt():
    assert [message.id for message in sentences() if message.fuzzy] == []


def test_every_figure_name_and_tag_of_a_sentence_is_in_its_arabic():
    lost = [
        (message.id, message.string)
        for message in sentences()
        if isinstance(message.id, str) and places(message.id) != places(message.string)
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("days", "late"),
    [(2, "متأخر يومين"), (3, "متأخر 3 أيام"), (11, "متأخر 11 يوماً"), (99, "متأخر 99 يوماً"), (100, "متأخر 100 يوم"),
     (102, "متأخر 102 يوم"), (103, "متأخر 103 أيام"), (111, "متأخر 111 يوماً")],
)  # fmt: skip
def test_days_are_counted_as_arabic_counts_them(days, late):
    compiled = io.BytesIO()
    write_mo(compiled, load("ar"))
    compiled.seek(0)
    form = GNUTranslations(compiled).ngettext("%(days)s day late", "%(days)s days late", days)
    assert form % {"days": days} == late


def test_eleven_to_ninety_nine_take_the_accusative_and_a_hundred_does_not():
    accusative = re.compile("(?:اً|ًا)")
    exchanged = [
        message.id[1]
        for message in sentences()
        if not isinstance(message.id, str)
        and len(accusative.findall(message.string[4])) > len(accusative.findall(message.string[5]))
    ]
    assert exchanged == []


def test_a_counted_sentence_keeps_its_figure_from_three_on_and_all_else_always():
    lost = []
    for message in sentences():
        if isinstance(message.id, str):
            continue
        one, many = (places(english) for english in message.id)
        for number, text in enumerate(message.string):
            found = places(text)
            whole = found == many if number >= _IN_WORDS else set(found) <= set(many)
            # what names no number ("%(name)s", "%(time)s") stays in words too
            named = {"%(name)s", "%(time)s", "%(total_count)s"} & set(one)
            if not whole or not named <= set(found):
                lost.append((number, text))
    assert lost == []


def test_no_double_quote_can_end_an_attribute_of_a_page():
    assert [text for message in sentences() for text in said(message) if '"' in text] == []


def test_a_date_is_not_turned_round_among_arabic_letters():
    turned = [
        text
        for message in sentences()
        for text in said(message)
        if re.search(rf"(?<!{_LEFT_TO_RIGHT})\b\d{{4}}-\d\d-\d\d", text)
    ]
    assert turned == []


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "لا صف تعذرت قراءته"),
        (1, "صف واحد تعذرت قراءته"),
        (2, "صفان تعذرت قراءتهما"),
        (5, "5 صفوف تعذرت قراءتها"),
        (11, "11 صفاً تعذرت قراءتها"),
        (100, "100 صف تعذرت قراءتها"),
        (105, "105 صفوف تعذرت قراءتها"),
    ],
)
def test_a_count_takes_the_form_that_arabic_gives_it(count, expected):
    compiled = io.BytesIO()
    write_mo(compiled, load("ar"))
    compiled.seek(0)
    form = GNUTranslations(compiled).ngettext(
        "%(count)s row could not be read", "%(count)s rows could not be read", count
    )
    assert form % {"count": count} == expected


@pytest.mark.django_db
def test_the_door_reads_in_arabic():
    person("Amina", agency("NOU"))
    text = arabic(Client()).get(reverse("account_login")).content.decode()
    assert '<html lang="ar" dir="rtl">' in text
    for words in ("تسجيل الدخول", "كلمة المرور", "اللغة"):
        assert words in text, words
    assert "Password" not in text


@pytest.mark.django_db
def test_the_queue_reads_in_arabic():
    nou = agency("NOU")
    delivered(nou, answer("2026-7/2"))
    text = arabic(signed_in(person("Amina", nou))).get("/findings/").content.decode()
    assert '<html lang="ar" dir="rtl">' in text
    for words in (
        "الاستنتاجات", f"البيان الجمركي {_LEFT_TO_RIGHT}2026-7/2: HCFC-22", "يُنظر فيه أولاً", "قائمة المراقبة",
        "أقل تحقق كلفةً:", "في عهدة من",
    ):  # fmt: skip
        assert words in text, words
    for left in ("Findings", "look first", "Cheapest check"):
        assert left not in text, left
