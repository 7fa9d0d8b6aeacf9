"""Why customs is told no: each code with the sentence people read, and the rule it rests on.

Codes are data for programs and never change; sentences and sources are in the reader's language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from tradewind_web.errors import Refused

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Rule:
    """A refusal: its sentence with named facts, the source of its rule, and the status a program gets."""

    sentence: str | Promise
    source: str | Promise
    status: int = 409


_LICENSING: Final = _("Montreal Protocol, Article 4B: each import and export needs a licence")
_PAPER: Final = _("the licence as it was granted")
_LINK: Final = _("how the customs link works: docs/tutorials/customs-desk.md")

RULES: Final[dict[str, Rule]] = {
    "unknown_licence": Rule(
        _("there is no licence %(number)s that reaches your agency; compare it with the paper"), _LICENSING, 404
    ),
    "unknown_reservation": Rule(
        _("there is no such reservation on licence %(number)s that your agency made"), _LINK, 404
    ),
    "not_valid_yet": Rule(_("licence %(number)s is valid from %(day)s"), _PAPER),
    "expired": Rule(_("licence %(number)s expired on %(day)s; the holder needs a new one"), _PAPER),
    "suspended": Rule(
        _("licence %(number)s is suspended; hold the goods and ask the licensing agency"), _LICENSING
    ),
    "revoked": Rule(_("licence %(number)s was revoked; nothing moves on it"), _LICENSING),
    "wrong_holder": Rule(
        _("the trader %(given)s is not the holder of licence %(number)s; a licence cannot be lent"),
        _("the trader's number must equal the licence's, as in the EU customs check (EORI)"),
    ),
    "holder_without_number": Rule(
        _("licence %(number)s states no trader number, so the holder cannot be compared; ask the licensing agency"),
        _("the trader's number must equal the licence's, as in the EU customs check (EORI)"),
    ),
    "wrong_direction": Rule(
        _("licence %(number)s is for %(direction)s, and the regime %(given)s is something else"), _LICENSING
    ),
    "unknown_regime": Rule(
        _("“%(given)s” is no regime; give a procedure code (4000), a type (IM4) or import, export, transit"),
        _("Kyoto Convention, as customs procedure codes have it"),
    ),
    "wrong_office": Rule(_("licence %(number)s is not good at the office %(given)s but at %(offices)s"), _PAPER),
    "wrong_partner": Rule(
        _("licence %(number)s is for trade with %(partner)s, and the goods come from or go to %(given)s"), _PAPER
    ),
    "unknown_substance": Rule(_("“%(given)s” is no gas we know; give its number (R-134a)"), _LINK),
    "substance_not_on_licence": Rule(_("%(given)s is not on licence %(number)s, which is for %(substances)s"), _PAPER),
    "hs_mismatch": Rule(
        _("the code %(given)s does not match %(expected)s of the licence for %(substance)s"),
        _("the licence, and the Harmonized System in its edition (decision XXXIV/8)"),
    ),
    "purpose_mismatch": Rule(
        _("the licence has %(substance)s as %(expected)s, and the goods are declared as %(given)s"),
        _("what is new, used, feedstock or exempted is counted apart (Article 7; decisions IV/24, VI/19)"),
    ),
    "mass_over_balance": Rule(
        _("%(given)s kg of %(substance)s is more than the %(left)s kg left on licence %(number)s"),
        _("the mass licensed, with the tolerance of the Party's law"),
    ),
    "no_mass": Rule(_("the mass must be more than nothing and at most 9,000,000 t"), _LINK),
    "co2e_mismatch": Rule(
        _("%(given)s t CO2e does not fit %(mass)s kg of %(substance)s, which is %(expected)s t CO2e"),
        _("global warming potentials of the Protocol's Annexes A, C and F"),
    ),
    "already_reserved": Rule(
        _("item %(item)s of declaration %(declaration)s has a reservation on this licence already"), _LINK
    ),
    "already_written_off": Rule(
        _("item %(item)s of declaration %(declaration)s was written off on this licence already"), _LINK
    ),
    "key_used": Rule(
        _("the key %(key)s was used for another request; use a new key for each new request"), _LINK
    ),
    "no_key": Rule(_("a request needs a key of its own, of at most 100 characters (Idempotency-Key)"), _LINK),
    "lapsed": Rule(
        _("the reservation lapsed on %(day)s; what it held is free again, so ask for a new one"),
        _("the time a reservation holds, set by the Party"),
    ),
    "settled": Rule(_("the reservation is %(state)s already and does not change any more"), _LINK),
    "customs_leads": Rule(
        _("the ledger of the customs system leads here; this one is its copy, so reserve there"),
        _("which ledger leads is chosen by the Party"),
    ),
}  # fmt: skip


class Refusal(Refused):
    """A no with its code. `facts` fill the sentence."""

    def __init__(self, code: str, **facts: Any) -> None:
        self.code, self.facts = code, facts
        super().__init__(str(RULES[code].sentence) % facts)

    @property
    def rule(self) -> Rule:
        """The rule that stands against it."""
        return RULES[self.code]

    @property
    def source(self) -> str:
        """Where the rule comes from, in the reader's language."""
        return str(self.rule.source)
