"""Numbers, masses and dates as people write them: the one place readers and templates take them from."""

from tradewind.formats.calendars import Calendar, NoSuchDay, excel_day
from tradewind.formats.dates import (
    CalendarUnknown,
    DateOrderUnknown,
    DateUnreadable,
    PartialDate,
    day_first_of,
    end_of_month,
    parse_date,
)
from tradewind.formats.numerals import (
    IMPLAUSIBLE_MASS_G,
    SUSPICIOUS_MASS_G,
    DecimalMark,
    DecimalMarkUnknown,
    UnitUnknown,
    Unreadable,
    decimal_of,
    defuse,
    is_blank,
    parse_mass_g,
    parse_number,
    plain_digits,
    unit_in_kg,
)

__all__ = [
    "IMPLAUSIBLE_MASS_G",
    "SUSPICIOUS_MASS_G",
    "Calendar",
    "CalendarUnknown",
    "DateOrderUnknown",
    "DateUnreadable",
    "DecimalMark",
    "DecimalMarkUnknown",
    "NoSuchDay",
    "PartialDate",
    "UnitUnknown",
    "Unreadable",
    "day_first_of",
    "decimal_of",
    "defuse",
    "end_of_month",
    "excel_day",
    "is_blank",
    "parse_date",
    "parse_mass_g",
    "parse_number",
    "plain_digits",
    "unit_in_kg",
]
