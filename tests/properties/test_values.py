"""Whatever is written in a cell, it is read, blank, or refused with a reason and a mend: nothing else."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradewind.formats.calendars import span
from tradewind.formats.values import Unreadable, decimal_of, parse_date, parse_mass_g, parse_number

NUMBERS = st.decimals(-(10**12), 10**12, places=2, allow_nan=False)
AS_DIGITS = {"arabic": "٠١٢٣٤٥٦٧٨٩", "persian": "۰۱۲۳۴۵۶۷۸۹", "latin": "0123456789"}


@given(
    st.text(alphabet=st.sampled_from("0123456789.,'- ()eE+kgtlbxQ/年月ا٠٫٬\u00a0"), max_size=24)
    | st.text(max_size=30)
)
def test_any_text_is_read_or_refused_with_a_mend(text: str) -> None:
    for parse in (parse_number, parse_mass_g, parse_date):
        try:
            parse(text)
        except Unreadable as refused:
            assert refused.reason and refused.mend


@given(
    NUMBERS,
    st.sampled_from([(",", "."), (".", ","), ("\u00a0", ","), ("'", ".")]),
    st.sampled_from(list(AS_DIGITS)),
)
def test_a_number_written_with_any_marks_and_digits_comes_back(
    number: Decimal, marks: tuple[str, str], digits: str
) -> None:
    group, point = marks
    written = f"{number:,.2f}".replace(",", "g").replace(".", point).replace("g", group)
    written = written.translate({ord(str(n)): AS_DIGITS[digits][n] for n in range(10)})
    mark = decimal_of([written])
    assert mark == point
    assert parse_number(written, mark) == number


@given(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y%m%d", "%d %B %Y", "%B %d, %Y"]),
)
def test_a_day_comes_back_however_it_is_written(day: date, form: str) -> None:
    read = parse_date(day.strftime(form))
    assert read is not None and read.first == read.last == day


@given(st.integers(1300, 1500), st.integers(1, 12))
def test_months_of_the_solar_hijri_year_follow_each_other_without_a_gap(year: int, month: int) -> None:
    _, last = span("solar-hijri", year, month)
    following = (year, month + 1) if month < 12 else (year + 1, 1)
    assert (span("solar-hijri", *following)[0] - last).days == 1


@given(st.integers(1800, 2200), st.integers(1, 13))
def test_months_of_the_ethiopian_year_follow_each_other_without_a_gap(year: int, month: int) -> None:
    _, last = span("ethiopian", year, month)
    following = (year, month + 1) if month < 13 else (year + 1, 1)
    assert (span("ethiopian", *following)[0] - last).days == 1


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_a_period_never_ends_before_it_starts(one: date, other: date) -> None:
    text = f"{one.isoformat()} to {other.isoformat()}"
    if one <= other:
        read = parse_date(text)
        assert read is not None and (read.first, read.last) == (one, other)
    else:
        with pytest.raises(Unreadable):
            parse_date(text)
