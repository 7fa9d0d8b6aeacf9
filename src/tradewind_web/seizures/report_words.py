"""The words of the forms in the reader's language, and the form's codes as the register words them."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _l

from tradewind.reporting.cases import Words
from tradewind_web.seizures.words import METHODS, Container, Found, Outcome, Transport, What
from tradewind_web.traders.places import named

#: Key of `tradewind.reporting.cases.ENGLISH` -> the same English sentence, to be translated.
TEXTS: Final[dict[str, Promise]] = {
    "form.form1": _l("Form 1: case of illegal trade"),
    "form.form2": _l("Form 2: how a significant case was addressed and why it happened"),
    "form.columns": _l("The eight columns published by the Ozone Secretariat"),
    "form.cen": _l("Seizure for the Customs Enforcement Network"),
    "form.national": _l("Rows of the national register of seizures"),
    "form.article7": _l("Effect on the Article 7 report"),
    "form.neighbour": _l("Notice to a country on the route"),
    "form.origin": _l("Notice to the exporting country"),
    "form.press": pgettext_lazy("a form about a case", "Note for the press"),
    "form.statistic": _l("Public statistic of cases"),
    "basis.form1": _l("Decisions XIV/7 (paragraph 7), XXXI/3 (paragraph 5) and XXXIV/8 (paragraph 3)"),
    "basis.form2": _l("Decision XXXI/3, paragraph 5 (d)"),
    "basis.article7": _l("Article 7 of the Protocol; decision XIV/7 and the recitals of decision XXXIV/8"),
    "head.number": _l("Report %(number)s, revision %(revision)s"),
    "head.filed": _l("Filed on %(day)s by %(agency)s"),
    "head.to": _l("To: %(to)s"),
    "head.supersedes": _l("It takes the place of the revision before it (SHA-256 %(digest)s)."),
    "head.why": _l("Reason: %(why)s"),
    "head.recall": _l("RECALLED. This report no longer counts. Do not use it or what was made of it."),
    "head.digest": _l("SHA-256 of this report: %(digest)s"),
    "label.party": pgettext_lazy("a form about a case", "Party"),
    "label.when": _l("Day, month or year of the seizure"),
    "label.place": pgettext_lazy("a form about a case", "Where"),
    "label.what": pgettext_lazy("a form about a case", "What happened"),
    "label.substances": pgettext_lazy("a form about a case", "Substances traded"),
    "label.volume": pgettext_lazy("a form about a case", "Volume"),
    "label.exporter": pgettext_lazy("a form about a case", "Exporting country"),
    "label.importer": pgettext_lazy("a form about a case", "Importing country"),
    "label.route": pgettext_lazy("a form about a case", "Via"),
    "label.transport": pgettext_lazy("a form about a case", "How it travelled"),
    "label.methods": _l("How it was hidden or covered"),
    "label.found": pgettext_lazy("a form about a case", "How it was found"),
    "label.declared_as": pgettext_lazy("a form about a case", "Declared as"),
    "label.details": pgettext_lazy("a form about a case", "Details"),
    "label.action": pgettext_lazy("a form about a case", "Action taken"),
    "label.outcome": pgettext_lazy("a form about a case", "Outcome"),
    "label.legal_basis": pgettext_lazy("a form about a case", "Legal basis"),
    "label.is_proven": pgettext_lazy("a form about a case", "Proven"),
    "label.is_on_market": _l("Placed on the own market"),
    "label.case": pgettext_lazy("a form about a case", "Case"),
    "label.agency": pgettext_lazy("a form about a case", "Reported by"),
    "label.causes": pgettext_lazy("a form about a case", "Why it happened"),
    "label.addressed": pgettext_lazy("a form about a case", "How it was addressed"),
    "label.remarks": pgettext_lazy("a form about a case", "Remarks"),
    "label.co2e": _l("Tonnes of CO2 equivalent"),
    "label.odp": pgettext_lazy("a form about a case", "ODP tonnes"),
    "label.containers": pgettext_lazy("a form about a case", "Containers"),
    "label.label_says": pgettext_lazy("a form about a case", "Label says"),
    "label.substance": pgettext_lazy("a form about a case", "Substance"),
    "label.mass": pgettext_lazy("a form about a case", "Mass"),
    "label.low": pgettext_lazy("a form about a case", "Mass at least, kg"),
    "label.mid": pgettext_lazy("a form about a case", "Mass, kg"),
    "label.high": pgettext_lazy("a form about a case", "Mass at most, kg"),
    "label.basis": pgettext_lazy("a form about a case", "This mass is"),
    "label.kind": pgettext_lazy("a form about a case", "Of which kind"),
    "label.counted": _l("Counted as consumption"),
    "label.cases": pgettext_lazy("a form about a case", "Cases"),
    "label.year": pgettext_lazy("a form about a case", "Year"),
    "label.group": pgettext_lazy("a form about a case", "Substance group"),
    "label.total": pgettext_lazy("a form about a case", "Total"),
    "label.reference": pgettext_lazy("a form about a case", "Reference"),
    "label.date": pgettext_lazy("a form about a case", "Date"),
    "label.commodity": pgettext_lazy("a form about a case", "Commodity"),
    "label.quantity": pgettext_lazy("a form about a case", "Quantity"),
    "label.unit": pgettext_lazy("a form about a case", "Unit"),
    "label.packages": pgettext_lazy("a form about a case", "Packages"),
    "label.origin": pgettext_lazy("a form about a case", "Departure"),
    "label.destination": pgettext_lazy("a form about a case", "Destination"),
    "label.conveyance": pgettext_lazy("a form about a case", "Conveyance"),
    "label.concealment": pgettext_lazy("a form about a case", "Concealment"),
    "label.detection": pgettext_lazy("a form about a case", "Detection method"),
    "label.country": pgettext_lazy("a form about a case", "Country"),
    "label.declared": pgettext_lazy("a form about a case", "Declared as"),
    "label.status": pgettext_lazy("a form about a case", "Status"),
    "value.none": pgettext_lazy("a form about a case", "not specified"),
    "value.yes": pgettext_lazy("a form about a case", "yes"),
    "value.no": pgettext_lazy("a form about a case", "no"),
    "value.unknown_gas": pgettext_lazy("a form about a case", "unknown gas"),
    "value.open": pgettext_lazy("a form about a case", "not said yet"),
    "value.mass": _l("%(kg)s kg"),
    "value.range": _l("%(low)s to %(high)s kg"),
    "value.range_best": _l("%(low)s to %(high)s kg, best figure %(mid)s kg"),
    "value.basis": _l("%(mass)s (%(basis)s)"),
    "value.part": _l("%(figure)s, of the lines with a mass only"),
    "value.hidden": pgettext_lazy("a form about a case", "withheld"),
    "basis.net": pgettext_lazy("a form about a case", "net"),
    "basis.gross": pgettext_lazy("a form about a case", "gross"),
    "basis.estimated": pgettext_lazy("a form about a case", "estimated"),
    "what.seizure": pgettext_lazy("a form about a case", "seized"),
    "what.detention": pgettext_lazy("a form about a case", "held"),
    "what.refusal": pgettext_lazy("a form about a case", "entry or exit refused"),
    "art7.no": _l(
        "The goods were not placed on the own market: they are not part of the calculated consumption."
    ),
    "art7.yes": _l(
        "The goods were placed on the own market: they count as imports of the year, like any other."
    ),
    "art7.open": _l(
        "Nobody has said yet whether the goods are placed on the own market. Decide before the "
        "year is reported."
    ),
    "art7.blend": _l("A blend counts by its components:"),
    "letter.neighbour": _l(
        "Goods were stopped on a route that passes through your country. We tell you what bears on "
        "your own controls and ask whether you know of the consignment."
    ),
    "letter.origin": _l(
        "Goods that are said to come from your country were stopped here. We ask you to tell us "
        "whether their export was licensed, and which quantities your records show."
    ),
    "letter.ask": _l("Please answer to the agency named above and give the number of this report."),
    "letter.standing": _l("Nothing here says that anyone is guilty. What is proven is told as such."),
    "press.lead": _l("%(what)s: %(substances)s, %(volume)s."),
    "press.where": _l("Country: %(country)s. Time: %(when)s."),
    "press.climate": _l("Recomputed with the figures of the Protocol: %(co2e)s tonnes of CO2 equivalent."),
    "press.standing": _l("The matter is not decided by a court unless it is said here. Proven: %(proven)s."),
    "press.silent": _l("No persons, firms, routes or methods are named."),
    "stat.threshold": _l(
        "Where fewer than %(threshold)s cases would be told apart, the figure is withheld, and "
        "with it others from which it could be computed."
    ),
    "stat.silence": _l("No case on file does not mean no illegal trade: there is no duty to report a case."),
    "sheet.blank": _l("A blank cell means not known, never zero."),
    "sheet.case": pgettext_lazy("a form about a case", "Case"),
}
_CODES: Final = {
    **{f"what.{code}": label for code, label in What.choices},
    **{f"found.{code}": label for code, label in Found.choices},
    **{f"transport.{code}": label for code, label in Transport.choices},
    **{f"container.{code}": label for code, label in Container.choices},
    **{f"outcome.{code}": label for code, label in Outcome.choices},
    **{f"method.{code}": label for code, label in METHODS},
}


def words() -> Words:
    """The words of the language that is active now."""
    texts = {key: str(text) for key, text in {**TEXTS, **_CODES}.items()}
    return Words(texts, (get_language() or "en")[:2], named)


def form_title(name: str) -> Promise:
    """What a form is called."""
    return TEXTS[f"form.{name}"]
