"""Legal deadlines by an agency's own calendar: known answers."""

from datetime import date

import pytest

from tradewind_web.agencies.calendars import due

SAT_SUN, FRI_SAT = (5, 6), (4, 5)


@pytest.mark.parametrize(
    ("start", "days", "counting", "weekend", "holidays", "expected"),
    [
        (date(2026, 11, 27), 1, "working days", SAT_SUN, (), date(2026, 11, 30)),  # Friday to Monday
        (date(2026, 11, 26), 1, "working days", FRI_SAT, (), date(2026, 11, 29)),  # Thursday to Sunday
        (date(2026, 11, 27), 1, "calendar days", SAT_SUN, (), date(2026, 11, 30)),  # Saturday moves on
        (date(2026, 11, 27), 10, "calendar days", SAT_SUN, (), date(2026, 12, 7)),
        (date(2026, 11, 27), 10, "working days", SAT_SUN, (date(2026, 12, 1),), date(2026, 12, 14)),
        (date(2026, 12, 23), 2, "working days", SAT_SUN, (date(2026, 12, 25),), date(2026, 12, 28)),
        (date(2028, 2, 28), 1, "calendar days", SAT_SUN, (), date(2028, 2, 29)),  # a leap day
        (date(2026, 11, 27), 0, "working days", SAT_SUN, (), date(2026, 11, 27)),
    ],
)
def test_a_deadline_falls_where_the_law_counts_it(start, days, counting, weekend, holidays, expected):
    assert due(start, days, counting, weekend=weekend, holidays=holidays) == expected


def test_a_week_without_working_days_is_refused():
    with pytest.raises(ValueError, match="no deadlines"):
        due(date(2026, 1, 1), 1, "working days", weekend=range(7), holidays=())
