"""Parties are found as files and people name them, and their status is that of the year asked for."""

import csv
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_data import shared
from tradewind.errors import RequestError, UnknownName
from tradewind.reference.parties import (
    by_m49,
    centre,
    eu_members,
    name_in,
    parties,
    party,
    place,
)


@pytest.mark.parametrize(
    "name", ["IND", "in", "India", "356", "699", "  india ", "印度", "Индия", "الهند", "Inde"]
)
def test_india_is_found_by_every_code_and_name(name):
    assert party(name).iso3 == "IND"


@pytest.mark.parametrize(
    ("number", "iso3"),
    [("699", "IND"), ("842", "USA"), ("251", "FRA"), ("757", "CHE"), ("579", "NOR"), ("381", "ITA"), ("97", "EUE")],
)  # fmt: skip
def test_comtrade_has_numbers_of_its_own(number, iso3):
    assert by_m49(number).iso3 == iso3


def test_an_area_of_trade_data_is_a_place_and_no_party():
    assert (place("0").code, place("899").code, place("490").code) == ("WLD", "m49:899", "m49:490")
    assert by_m49(899) is None
    with pytest.raises(UnknownName):
        party("899")


def test_a_territory_is_a_place_without_a_status_of_its_own():
    hong_kong = place("HKG")
    assert (hong_kong.kind, hong_kong.reported_with) == ("territory", "CHN")
    with pytest.raises(UnknownName) as caught:
        party("Hong Kong")
    assert caught.value.suggestions == ("China",)
    for code in ("MAC", "PRI", "ABW", "TWN"):
        assert place(code).kind == "territory"


def test_a_near_miss_gets_suggestions():
    with pytest.raises(UnknownName) as caught:
        party("Germny")
    assert caught.value.suggestions[0] == "Germany"


def test_known_groups_of_parties():
    assert (party("IND").article5, party("IND").kigali_group) == (True, "A5 group 2")
    assert (party("RUS").article5, party("RUS").kigali_group) == (False, "non-A5 special schedule")
    assert (party("CHN").kigali_group, party("USA").kigali_group) == ("A5 group 1", "non-A5")
    special = {p.iso3 for p in parties() if p.kigali_group == "non-A5 special schedule"}
    assert special == {"BLR", "KAZ", "RUS", "TJK", "UZB"}
    assert sum(p.kigali_group == "A5 group 2" for p in parties()) == 10


def test_status_is_that_of_the_year():
    romania = party("ROU")
    assert [romania.status(y).article5 for y in (2000, 2007, 2008)] == [True, True, False]
    assert romania.status(2007).eu_member and not romania.status(2006).eu_member
    assert party("ZAF").status(1990).party_group == "non-A5"
    assert party("ZAF").status(2000).party_group == "A5"


def test_the_union_has_members_by_year():
    assert "GBR" in eu_members(2018) and "GBR" not in eu_members(2022)
    assert (len(eu_members(2018)), len(eu_members(2022))) == (28, 27)


def test_there_are_198_parties_and_each_has_a_centre():
    assert len(parties()) == 198
    assert all(centre(p.iso3) is not None for p in parties())
    assert centre("WLD") is None


def test_names_in_six_languages():
    assert name_in("DEU", "fr") == "Allemagne"
    assert name_in(party("CHN"), "zh") == "中国"
    assert name_in("USA", "en") == "United States of America"
    for language in ("en", "fr", "es", "ru", "ar", "zh"):
        assert all(name_in(p, language) for p in parties())
    with pytest.raises(RequestError):
        name_in("USA", "de")


@given(st.text(max_size=40))
def test_any_text_is_a_place_or_a_clear_error(text):
    try:
        assert place(text).code
    except UnknownName as error:
        assert "known as" in str(error)


def test_every_name_and_code_of_a_world_bank_file_is_a_place():
    path = shared("comtrade/wits_2009_total_bilateral_both_sides.csv")
    names = set()
    with path.open(encoding="utf-8-sig") as stream:
        for row in csv.DictReader(stream, delimiter=";"):
            for column in ("ReporterISO3", "PartnerISO3", "ReporterName", "PartnerName"):
                names.add(row[column])
    assert {place(name).kind for name in names} <= {"party", "territory", "area", "world"}


def test_every_name_of_a_direction_of_trade_file_is_a_place():
    path = shared("gfi_dots/DOTS_trdmisin_15_16.csv.zip")
    with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8", errors="replace")
        names = {row["ctyname_m"] for row in csv.DictReader(text)}
    assert {place(name).kind for name in names} <= {"party", "territory"}
