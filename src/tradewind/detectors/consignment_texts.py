"""Signs on a consignment whose ledger the platform keeps: their sentences, what may be honest, what would settle them.

The platform's ledger (`tradewind.ledgers`) sees them over papers and hand entries of one consignment; there is no
question to the warehouse here, so no detector is registered.

Weights, assumed: a ledger that does not close beyond two weighings is 0.3 against 0.03; a clock that ran out is most
often a late message, 0.25 against 0.05; papers that change on the way are often re-typed, 0.15 against 0.03.
"""

from __future__ import annotations

from typing import Final

from tradewind.detectors.signs import Evidence, Sign

NAME: Final = "consignment_ledger"
VERSION: Final = "1.0"
QUESTION: Final = "Which consignments do not close, are overdue, or change their papers on the way?"
SUBJECT: Final = "consignment"

_LATE: Final = "the message is late or was lost between two systems"
_STORED: Final = "the goods are still there, and nobody told of it"
_GROSS: Final = "mass with the cylinders on one of the two papers"
_ROUND: Final = "masses rounded, or estimated from the number of cylinders"
_EXTENDED: Final = "the office extended the limit"
_SPLIT: Final = "the load was split under another paper that is not loaded"
_TWO_NAMES: Final = "one company, gas or container under two spellings"
_FORWARDER: Final = "a forwarder or bank stands as consignee on one of the papers"
_SOLD: Final = "the goods were sold on while they were on the way"
_RELOADED: Final = "the goods were reloaded under customs control"
_EXEMPT: Final = "an exempted use, feedstock, or recovered gas"
_TERMINAL: Final = "a terminal, ferry or consolidation point that lies the other way"
_REFUSED: Final = "goods that were refused at the destination"
_MADE_FINAL: Final = "they were sold there, and the export was made final"
_STAYED: Final = "they were released for use here later, and the duty was paid"
_ASK_ENDED: Final = "ask the office of the declaration whether the procedure was ended, and how"
_ASK_ZONE: Final = "ask the operator for the entries of this consignment and the last stocktaking"
_ASK_OFFICE: Final = "ask the office of destination whether the goods were presented"
_ASK_BOTH: Final = "put the two papers side by side and ask who wrote the later one"
_ASK_PARTNER: Final = "ask the ozone unit of the destination whether it expects this gas"
_CLOCK: Final = Evidence(0.25, 0.05)
_BALANCE: Final = Evidence(0.3, 0.03)
_PAPERS: Final = Evidence(0.15, 0.03)

SIGNS: Final = {
    "overdue_transit": Sign(
        _CLOCK, "%(a)s kg of %(b)s left with %(c)s and had to arrive by %(d)s; no arrival is told.",
        (_LATE, _EXTENDED), _ASK_OFFICE, "call",
    ),
    "overdue_discharge": Sign(
        _CLOCK, "%(a)s kg of %(b)s arrived with %(c)s and had to be discharged by %(d)s; no discharge is told.",
        (_LATE, _STORED), _ASK_OFFICE, "call",
    ),
    "overdue_arrival": Sign(
        _CLOCK, "%(a)s kg of %(b)s were sent out with %(c)s; until %(d)s nobody told that they arrived.",
        (_LATE, _STORED), _ASK_PARTNER, "call",
    ),
    "overdue_storage": Sign(
        _CLOCK, "%(a)s kg of %(b)s lie in %(c)s; their storage ended on %(d)s.",
        (_LATE, _EXTENDED), _ASK_ZONE, "call",
    ),
    "overdue_zone": Sign(
        _PAPERS, "%(a)s kg of %(b)s lie in %(c)s longer than is usual; they were expected to leave by %(d)s.",
        (_STORED, "a reserve held for service"), _ASK_ZONE, "call",
    ),
    "overdue_returned": Sign(
        _CLOCK, "%(a)s kg of %(b)s left with %(c)s for a time and had to come back by %(d)s; no return is told.",
        (_LATE, _EXTENDED, _MADE_FINAL), _ASK_ENDED, "call",
    ),
    "overdue_re_export": Sign(
        _CLOCK, "%(a)s kg of %(b)s came in with %(c)s for a time and had to leave again by %(d)s; that is not told.",
        (_LATE, _EXTENDED, _STAYED), _ASK_ENDED, "call",
    ),
    "returned_late": Sign(
        _PAPERS, "%(a)s kg of %(b)s came back as returned goods with %(c)s; the time for that ended on %(d)s.",
        (_EXTENDED, "the return undoes several exports"), _ASK_ENDED, "call",
    ),
    "arrived_less": Sign(
        _BALANCE, "%(a)s kg of %(b)s of the %(d)s kg that left with %(c)s did not arrive.",
        (_GROSS, _ROUND, _SPLIT), _ASK_BOTH,
    ),
    "arrived_more": Sign(
        _BALANCE, "%(a)s kg of %(b)s more arrived with %(c)s than the %(d)s kg that left.",
        (_GROSS, _ROUND), _ASK_BOTH,
    ),
    "more_arrived_than_left": Sign(
        _BALANCE, "%(a)s kg of %(b)s arrived with %(c)s beyond all that left.",
        (_SPLIT, _GROSS, "one arrival told under two numbers"), _ASK_BOTH,
    ),
    "more_left_than_came": Sign(
        _BALANCE, "%(a)s kg of %(b)s more went out of %(c)s than came in.",
        (_LATE, _SPLIT, _GROSS), _ASK_ZONE,
    ),
    "stock_missing": Sign(
        _BALANCE, "%(a)s kg of %(b)s are missing in %(c)s: what came in, less what went out, is not there.",
        (_LATE, "leaks, heels of gas in returned cylinders or samples that were not written down", _GROSS), _ASK_ZONE,
    ),
    "stock_too_much": Sign(
        _BALANCE, "%(a)s kg of %(b)s lie in %(c)s beyond what came in and did not go out.",
        (_LATE, _GROSS), _ASK_ZONE,
    ),
    "more_ended_than_there": Sign(
        _BALANCE, "%(a)s kg of %(b)s were seized, destroyed, used or returned with %(c)s beyond what there was.",
        (_SPLIT, _GROSS), _ASK_BOTH,
    ),
    "components_differ": Sign(
        _BALANCE, "The blend made or unmade as %(c)s has %(a)s kg of a component more or less than went in.",
        (_ROUND, "a component bought elsewhere under another paper"), _ASK_ZONE,
    ),
    "returned_beyond": Sign(
        _BALANCE, "%(a)s kg of %(b)s came back as returned goods; %(c)s kg had left.",
        (_GROSS, "the return undoes several exports"), _ASK_BOTH,
    ),
    "accounts_differ": Sign(
        _PAPERS, "Sources contradict each other about %(a)s: %(c)s to %(d)s kg of %(b)s.",
        (_GROSS, _ROUND, _LATE), _ASK_BOTH,
    ),
    "consignee_changes": Sign(
        _PAPERS, "The consignee is %(a)s with %(c)s and %(b)s with %(d)s.",
        (_TWO_NAMES, _FORWARDER, _SOLD), _ASK_BOTH,
    ),
    "label_changes": Sign(
        Evidence(0.2, 0.02), "The label says %(a)s with %(c)s and %(b)s with %(d)s.",
        (_TWO_NAMES, "cylinders labelled anew under a permit"), _ASK_BOTH,
    ),
    "container_changes": Sign(
        _PAPERS, "The container is %(a)s with %(c)s and %(b)s with %(d)s.",
        (_TWO_NAMES, _RELOADED), _ASK_BOTH,
    ),
    "comes_back_to": Sign(
        _PAPERS, "The goods go by %(a)s: they leave %(b)s and come back to it.", (_TERMINAL, _REFUSED), _ASK_BOTH,
    ),
    "backtracks": Sign(
        _PAPERS, "The goods go by %(a)s: %(b)s km between the main cities, %(c)s km directly.", (_TERMINAL,),
        _ASK_BOTH,
    ),
    "destination_bans": Sign(
        Evidence(0.2, 0.02), "%(b)s goes to %(a)s with %(c)s, where its use is phased out.",
        (_EXEMPT,), _ASK_PARTNER, "call",
    ),
    "destination_never_imports": Sign(
        _PAPERS, "%(b)s goes to %(a)s with %(c)s, which has reported no import of it.",
        (_EXEMPT, "a first import that is licensed", "statistics that are not loaded"), _ASK_PARTNER, "call",
    ),
    "round_trip_same": Sign(
        Evidence(0.2, 0.01), "%(a)s kg of %(b)s came back to the market of %(c)s, from where as much left with %(d)s.",
        (_REFUSED, "a tank that one company owns and fills alike each time"), _ASK_BOTH,
    ),
    "round_trip": Sign(
        _PAPERS, "%(a)s kg of %(b)s came back to the market of %(c)s, which it had left with %(d)s.",
        (_REFUSED,), _ASK_BOTH,
    ),
    "cylinders_missing": Sign(
        _PAPERS, "%(a)s cylinders of %(b)s that left are in no arrival: %(c)s.",
        (_LATE, "numbers that were mistyped"), _ASK_BOTH,
    ),
    "cylinders_strange": Sign(
        _PAPERS, "%(a)s cylinders of %(b)s arrived that did not leave: %(c)s.",
        ("numbers that were mistyped", _SPLIT), _ASK_BOTH,
    ),
}  # fmt: skip
TEMPLATES: Final = {code: sign.sentence for code, sign in SIGNS.items()}
