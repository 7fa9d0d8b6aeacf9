"""Signs on movements in transit, what may be honest about them, and what would settle them."""

from __future__ import annotations

from typing import Final

from tradewind.detectors.signs import Evidence, Sign

_MESSAGE_LATE: Final = "the message of arrival or discharge is late or was lost between two systems"
_EXTENDED: Final = "the office extended the limit, or an accident on the way was recorded elsewhere"
_LOGISTICS: Final = "a terminal, ferry or consolidation point that lies the other way"
_CAPITALS: Final = "distances between main cities, where the places of loading lie nearer to each other"
_PLATE: Final = "a trailer, vessel, train or aircraft under the same number, or a plate that was mistyped"
_ASK_OFFICE: Final = "ask the office of destination whether the goods were presented"
_ASK_HOLDER: Final = "ask the holder of the procedure for the waybill and the reason of the route"
_ASK_CROSSING: Final = "compare the plate with the records of the crossings on the way"

#: Assumed. Most open movements past their limit are late messages, hence 0.3 against 0.05; an enquiry was opened by
#: an officer who already asked, 0.4 against 0.02. An arrival without discharge is weaker: 0.15 against 0.03. Routes
#: and plates depend on how they are written down: 0.15 against 0.01 and 0.2 against 0.02.
SIGNS: Final = {
    "overdue": Sign(
        Evidence(0.3, 0.05),
        "Movement %(a)s had to arrive by %(b)s; on %(c)s, %(d)s days later, neither arrival nor discharge is known.",
        (_MESSAGE_LATE, _EXTENDED), _ASK_OFFICE, "call",
    ),
    "not_discharged": Sign(
        Evidence(0.15, 0.03),
        "Movement %(a)s arrived on %(b)s and is not discharged on %(c)s, %(d)s days later.",
        (_MESSAGE_LATE, "the office is still comparing the goods with the papers"), _ASK_OFFICE, "call",
    ),
    "enquiry": Sign(
        Evidence(0.4, 0.02),
        "The office opened an enquiry or a recovery of duty on movement %(a)s on %(b)s, and no discharge is known.",
        (_MESSAGE_LATE,), _ASK_OFFICE, "call",
    ),
    "backtracks": Sign(
        Evidence(0.15, 0.01),
        "Movement %(a)s is routed %(b)s: %(c)s km between the main cities, %(d)s km directly.",
        (_LOGISTICS, _CAPITALS), _ASK_HOLDER, "call",
    ),
    "comes_back_to": Sign(
        Evidence(0.15, 0.01),
        "Movement %(a)s is routed %(b)s: it leaves %(c)s and comes back to it.",
        (_LOGISTICS,), _ASK_HOLDER, "call",
    ),
    "too_soon": Sign(
        Evidence(0.2, 0.02),
        "Vehicle %(b)s left for movement %(a)s from a place %(d)s km from where its movement before had ended; days "
        "between: %(c)s.",
        (_PLATE, _CAPITALS), _ASK_CROSSING,
    ),
    "two_at_once": Sign(
        Evidence(0.2, 0.02),
        "Vehicle %(b)s left for movement %(a)s while its movement before, %(c)s, was on its way until %(d)s.",
        (_PLATE, "a groupage load: several movements on one vehicle"), _ASK_CROSSING,
    ),
}  # fmt: skip
