"""Numbers, masses and dates as people write them in every office."""

from datetime import date
from decimal import Decimal

import pytest

from tradewind.formats.calendars import span
from tradewind.formats.values import (
    CalendarUnknown,
    DateOrderUnknown,
    DecimalMarkUnknown,
    UnitUnknown,
    Unreadable,
    day_first_of,
    decimal_of,
    defuse,
    excel_day,
    parse_date,
    parse_mass_g,
    parse_number,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1\u00a0234,56", "1234.56"),
        ("1\u202f234\u202f567", "1234567"),
        ("1'234.5", "1234.5"),
        ("12,34,567.8", "1234567.8"),
        ("1.234.567", "1234567"),
        ("0.123", "0.123"),
        ("0,125", "0.125"),
        (",5", "0.5"),
        (".067", "0.067"),
        ("-5", "-5"),
        ("5-", "-5"),
        ("−5,5", "-5.5"),
        ("(1,234.0)", "-1234.0"),
        ("1.5E+05", "150000"),
        ("١٬٢٣٤٫٥", "1234.5"),
        ("۱۲۳۴", "1234"),
        ("１２３", "123"),
    ],
)
def test_a_number_is_read_as_its_country_writes_it(text: str, number: str) -> None:
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "  ", None, "-", "n/a", "..", "ND", "неизвестно"])
def test_a_blank_is_never_zero(text: str | None) -> None:
    assert parse_number(text) is None
    assert parse_mass_g(text, "kg") is None
    assert parse_date(text) is None


@pytest.mark.parametrize(
    "text", ["abc", "1,2,3.4", "1.2.3", "12..3", "--5", "1,23.456,7", "NaN", "5 5", "12 3456"]
)
def test_what_is_no_number_is_refused_with_a_mend(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse_number(text)
    assert caught.value.mend


def test_one_thousand_or_one_and_a_bit_is_settled_by_the_column() -> None:
    with pytest.raises(DecimalMarkUnknown):
        parse_number("1.234")
    assert decimal_of(["1.234", "12,5"]) == ","
    assert parse_number("1.234", ",") == 1234
    assert parse_number("1.234", ".") == Decimal("1.234")
    assert decimal_of(["1.234", "", None, "5"]) is None
    with pytest.raises(Unreadable, match="others a decimal point"):
        decimal_of(["1,5", "1.5"])


@pytest.mark.parametrize(
    ("text", "unit", "grams"),
    [
        ("30980,8 Kg.", None, 30_980_800),
        ("30 lb", None, 13_608),
        ("30lbs", None, 13_608),
        ("13.6", "kg", 13_600),
        ("2 t", "kg", 2_000_000),
        ("450 g", None, 450),
        ("1.2 tonnes", None, 1_200_000),
        ("5 MT", None, 5_000_000),
        ("3 metric tons", None, 3_000_000),
        ("12,5 кг", None, 12_500),
        ("٣٠ كغ", None, 30_000),
        ("500公斤", None, 500_000),
        ("1150 x 13.6 kg", None, 15_640_000),
        ("96 cylinders x 11,3 kg", None, 1_084_800),
    ],
)
def test_a_mass_is_whole_grams_whatever_its_unit(text: str, unit: str | None, grams: int) -> None:
    assert parse_mass_g(text, unit) == grams


@pytest.mark.parametrize("text", ["-5 kg", "400 cylinders", "5 tons", "12", "kg", "many kg"])
def test_a_mass_that_cannot_be_read_is_refused_with_a_mend(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse_mass_g(text)
    assert caught.value.reason and caught.value.mend
    assert isinstance(caught.value, UnitUnknown) or text in ("-5 kg", "kg", "many kg")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2014", "2014-01-01", "2014-12-31"),
        ("Q3 2016", "2016-07-01", "2016-09-30"),
        ("2016-Q3", "2016-07-01", "2016-09-30"),
        ("3rd quarter 2016", "2016-07-01", "2016-09-30"),
        ("III кв. 2016", "2016-07-01", "2016-09-30"),
        ("T3 2016", "2016-07-01", "2016-09-30"),
        ("H1 2020", "2020-01-01", "2020-06-30"),
        ("2016-05", "2016-05-01", "2016-05-31"),
        ("201603", "2016-03-01", "2016-03-31"),
        ("03/2016", "2016-03-01", "2016-03-31"),
        ("May 2016", "2016-05-01", "2016-05-31"),
        ("mayo de 2016", "2016-05-01", "2016-05-31"),
        ("март 2016 г.", "2016-03-01", "2016-03-31"),
        ("2016年5月", "2016-05-01", "2016-05-31"),
        ("كانون الثاني 2016", "2016-01-01", "2016-01-31"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("20240229", "2024-02-29", "2024-02-29"),
        ("2024-02-29T10:30:00Z", "2024-02-29", "2024-02-29"),
        ("25/12/2024", "2024-12-25", "2024-12-25"),
        ("12/25/2024", "2024-12-25", "2024-12-25"),
        ("25.12.2024", "2024-12-25", "2024-12-25"),
        ("12-May-16", "2016-05-12", "2016-05-12"),
        ("May 12th, 2016", "2016-05-12", "2016-05-12"),
        ("12 мая 2016", "2016-05-12", "2016-05-12"),
        ("٢٥/١٢/٢٠٢٤", "2024-12-25", "2024-12-25"),
        ("45292", "2024-01-01", "2024-01-01"),
        ("2016-2018", "2016-01-01", "2018-12-31"),
        ("2024-05/2024-10", "2024-05-01", "2024-10-31"),
        ("พ.ศ. 2567", "2024-01-01", "2024-12-31"),
        ("15/05/2567 BE", "2024-05-15", "2024-05-15"),
    ],
)
def test_a_date_stays_as_partial_as_it_is(text: str, first: str, last: str) -> None:
    read = parse_date(text)
    assert read is not None
    assert (read.first.isoformat(), read.last.isoformat(), read.text) == (first, last, text)


@pytest.mark.parametrize(
    "text",
    [
        "2014-02-30",
        "15-05-1029",
        "31/04/2020",
        "2016-13",
        "soon",
        "May-16",
        "2018-2016",
        "0000-00-00",
        "99999",
    ],
)
def test_an_impossible_date_is_refused_with_a_mend(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse_date(text)
    assert caught.value.mend


def test_day_and_month_are_asked_for_where_a_column_cannot_tell() -> None:
    with pytest.raises(DateOrderUnknown):
        parse_date("03/04/2024")
    assert day_first_of(["03/04/2024", "05/06/2024"]) is None
    assert day_first_of(["03/04/2024", "25/06/2024"]) is True
    assert day_first_of(["03/04/2024", "06/25/2024"]) is False
    assert parse_date("03/04/2024", day_first=True).first == date(2024, 4, 3)  # type: ignore[union-attr]
    with pytest.raises(Unreadable):
        day_first_of(["25/06/2024", "06/25/2024"])


@pytest.mark.parametrize(("text", "calendar"), [("2567-05-15", "buddhist"), ("1403-05-12", "solar-hijri")])
def test_a_year_of_another_calendar_names_it(text: str, calendar: str) -> None:
    with pytest.raises(CalendarUnknown, match=calendar):
        parse_date(text)
    assert parse_date(text, calendar=calendar).first.year == 2024  # type: ignore[union-attr, arg-type]


# Known answers: new years' days and leap days as published in the calendars' own countries.
@pytest.mark.parametrize(
    ("calendar", "day", "gregorian"),
    [
        ("solar-hijri", (1403, 5, 12), "2024-08-02"),
        ("solar-hijri", (1403, 1, 1), "2024-03-20"),
        ("solar-hijri", (1399, 12, 30), "2021-03-20"),
        ("solar-hijri", (1404, 1, 1), "2025-03-21"),
        ("solar-hijri", (1357, 11, 22), "1979-02-11"),
        ("ethiopian", (2017, 1, 1), "2024-09-11"),
        ("ethiopian", (2016, 1, 1), "2023-09-12"),
        ("ethiopian", (2015, 13, 6), "2023-09-11"),
        ("ethiopian", (2000, 1, 1), "2007-09-12"),
        ("ethiopian", (1888, 6, 23), "1896-03-01"),
        ("buddhist", (2567, 2, 29), "2024-02-29"),
    ],
)
def test_other_calendars_give_the_known_day(calendar: str, day: tuple[int, int, int], gregorian: str) -> None:
    assert span(calendar, *day)[0].isoformat() == gregorian  # type: ignore[arg-type]


def test_a_year_of_another_calendar_spans_two_of_ours() -> None:
    assert span("solar-hijri", 1403) == (date(2024, 3, 20), date(2025, 3, 20))
    assert span("ethiopian", 2016) == (date(2023, 9, 12), date(2024, 9, 10))
    for absent in [(1404, 12, 30), (1403, 13, 1), (1403, 7, 31)]:
        with pytest.raises(ValueError):
            span("solar-hijri", *absent)


def test_excel_day_numbers_before_its_false_leap_day_are_refused() -> None:
    assert excel_day(61) == date(1900, 3, 1)
    with pytest.raises(ValueError):
        excel_day(60)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_exported_cell_runs_as_a_formula(start: str) -> None:
    assert defuse(start + "SUM(A1)").startswith("'")
    assert defuse("R-22") == "R-22"
