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


#: Why each rule is there, for the person who asks.
EXPLAINED: Final[dict[str, str | Promise]] = {
    "unknown_licence": _(
        "Goods without a licence may not move. A mistyped number looks just the same, so the paper decides. Licences "
        "of another Party are not answered for here."
    ),
    "unknown_reservation": _(
        "Only who held a mass settles it. The number of the reservation stands in the answer to the call that made it."
    ),
    "not_valid_yet": _("A licence counts from the day it names; goods that come earlier wait or go back."),
    "expired": _(
        "A licence ends on the day it names. An old paper used again is a known way to bring in gas beyond a quota."
    ),
    "suspended": _(
        "The licensing agency stopped it for now, mostly because something is being asked abroad. It can count again, "
        "so the goods are held and not sent away."
    ),
    "revoked": _("The licensing agency took it back for good. What is cleared on it all the same is illegal trade."),
    "wrong_holder": _(
        "A licence belongs to one trader. A number borrowed from an honest importer is how fronts and brokers work."
    ),
    "holder_without_number": _(
        "Without the trader's number on the licence nobody can say whose it is; names are spelled in many ways."
    ),
    "wrong_direction": _("An import licence does not cover an export or a transit, and the reverse."),
    "unknown_regime": _("Which licence is needed follows from the regime; without it nothing can be compared."),
    "wrong_office": _(
        "Parties may name the offices at which controlled gas is cleared: those have trained people and analysers."
    ),
    "wrong_partner": _(
        "The licence was granted for trade with one country, whose ozone unit may have been asked. Another origin is "
        "another licence."
    ),
    "unknown_substance": _(
        "A trade name or a misspelling is no gas that can be compared. The number of the gas is the same everywhere."
    ),
    "substance_not_on_licence": _("A licence covers the gases it lists, each with its own mass."),
    "hs_mismatch": _(
        "The code on the declaration is one under which the gas of the licence never stands: the code or the goods are "
        "others than was licensed."
    ),
    "purpose_mismatch": _(
        "Used gas, feedstock and exempted uses are counted apart, so a licence for one is none for the other. Virgin "
        "gas declared as recycled is a known way around a ban."
    ),
    "mass_over_balance": _(
        "What is left is what was licensed, less what was held and cleared before at any office. Goods beyond it need "
        "another licence."
    ),
    "no_mass": _("A mass of nothing, or beyond what the world trades, is a mistake in the declaration."),
    "co2e_mismatch": _(
        "Mass and tonnes CO2e state one thing twice. Where they do not fit, one is wrong, or the gas is another."
    ),
    "already_reserved": _(
        "One item is held once on a licence; a second time it would count double. Adjust the first, or cancel it."
    ),
    "already_written_off": _("The item was cleared before; a second time it would count double."),
    "key_used": _(
        "The key says that two calls are the same request. With other words under it, one of the two would be lost."
    ),
    "no_key": _("Without a key a call that got no answer could not be sent again without holding twice."),
    "lapsed": _(
        "Nobody confirmed it in the time that the Party set, and what it held may have gone to another declaration."
    ),
    "settled": _("What was confirmed or cancelled is history. A mistake is corrected by the daily file."),
    "customs_leads": _("Two ledgers that both take write-offs drift apart; so one leads, and the other is its copy."),
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
