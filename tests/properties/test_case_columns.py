"""The eight published columns give the record back, whatever stands in it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradewind.reporting.cases import CaseReport, ColumnsUnreadable, Mass, Traded, case_of, columns_of

TEXTS = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="\\;|:() \nuab-0.", max_size=20),
    st.sampled_from(("", "Not specified", " x", "x ", "a; b: c | d (e)", "\\u000041", "\\-", "=1+1")),
)
DAYS = st.one_of(
    st.just(""),
    st.dates().map(str),
    st.dates().map(lambda d: str(d)[:7]),
    st.dates().map(lambda d: str(d)[:4]),
)
MASSES = st.builds(
    lambda parts, mid, basis: Mass(min(parts), sorted(parts)[1] if mid else None, max(parts), basis),
    st.tuples(*[st.integers(0, 10**12)] * 3), st.booleans(), TEXTS,
)  # fmt: skip
COUNTS = st.one_of(st.none(), st.integers(0, 10**7))
LINES = st.builds(Traded, TEXTS, TEXTS, st.one_of(st.none(), MASSES), COUNTS, TEXTS)
CODES = st.one_of(st.sampled_from(("PRY", "ARG", "m49:899", "name:Atlantis", "a (b)")), TEXTS)
YES_NO = st.sampled_from((True, False, None))
REPORTS = st.builds(
    CaseReport, TEXTS, CODES, TEXTS, TEXTS, DAYS, TEXTS, st.lists(LINES, max_size=4).map(tuple), TEXTS, CODES, CODES,
    st.lists(CODES, max_size=3).map(tuple), TEXTS, st.lists(TEXTS, max_size=3).map(tuple), TEXTS, TEXTS, TEXTS, TEXTS,
    TEXTS, YES_NO, YES_NO, TEXTS, TEXTS, TEXTS,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(REPORTS)
def test_the_eight_columns_give_the_record_back(report: CaseReport) -> None:
    columns = columns_of(report)
    assert case_of(columns) == report
    assert all("\n" not in text and text for text in columns.values())
    assert CaseReport.from_dict(report.as_dict()) == report


@settings(max_examples=100, deadline=None)
@given(REPORTS, st.sampled_from(("Party", "Volume", "Remarks", "Action taken")), TEXTS)
def test_changed_columns_are_refused_and_never_misread(report: CaseReport, column: str, text: str) -> None:
    columns = columns_of(report)
    changed = {**columns, column: text}
    try:
        assert case_of(changed) == report
    except ColumnsUnreadable as refused:
        assert str(refused)


def test_a_case_without_a_mass_says_not_specified_and_never_zero() -> None:
    columns = columns_of(
        CaseReport("2026-0001", "PRY", "Customs", substances=(Traded("R-22", containers=400),))
    )
    assert columns["Volume"] == "400 containers"
    assert columns["Seizure date/year"] == "Not specified"
    with pytest.raises(ColumnsUnreadable, match="Party"):
        case_of({name: text for name, text in columns.items() if name != "Party"})
