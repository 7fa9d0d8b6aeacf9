"""The words that forms are filled with. English stands here; whoever calls brings another language as a catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from tradewind.detectors.sentences import number
from tradewind.errors import UnknownName
from tradewind.languages import Speaker, direction, figure, long_day
from tradewind.reference.cases import code
from tradewind.reference.parties import place

#: Key -> the English text. A catalogue of another language has these keys and the same named placeholders.
ENGLISH: Final[Mapping[str, str]] = MappingProxyType({
    "form.form1": "Form 1: case of illegal trade",
    "form.form2": "Form 2: how a significant case was addressed and why it happened",
    "form.columns": "The eight columns published by the Ozone Secretariat",
    "form.cen": "Seizure for the Customs Enforcement Network",
    "form.national": "Rows of the national register of seizures",
    "form.article7": "Effect on the Article 7 report",
    "form.neighbour": "Notice to a country on the route",
    "form.origin": "Notice to the exporting country",
    "form.press": "Note for the press",
    "form.statistic": "Public statistic of cases",
    "basis.form1": "Decisions XIV/7 (paragraph 7), XXXI/3 (paragraph 5) and XXXIV/8 (paragraph 3)",
    "basis.form2": "Decision XXXI/3, paragraph 5 (d)",
    "basis.article7": "Article 7 of the Protocol; decision XIV/7 and the recitals of decision XXXIV/8",
    "head.number": "Report %(number)s, revision %(revision)s",
    "head.filed": "Filed on %(day)s by %(agency)s",
    "head.to": "To: %(to)s",
    "head.supersedes": "It takes the place of the revision before it (SHA-256 %(digest)s).",
    "head.why": "Reason: %(why)s",
    "head.recall": "RECALLED. This report no longer counts. Do not use it or what was made of it.",
    "head.digest": "SHA-256 of this report: %(digest)s",
    "label.party": "Party", "label.when": "Day, month or year of the seizure", "label.place": "Where",
    "label.what": "What happened", "label.substances": "Substances traded", "label.volume": "Volume",
    "label.exporter": "Exporting country", "label.importer": "Importing country", "label.route": "Via",
    "label.transport": "How it travelled", "label.methods": "How it was hidden or covered",
    "label.found": "How it was found", "label.declared_as": "Declared as", "label.details": "Details",
    "label.action": "Action taken", "label.outcome": "Outcome", "label.legal_basis": "Legal basis",
    "label.is_proven": "Proven", "label.is_on_market": "Placed on the own market", "label.case": "Case",
    "label.agency": "Reported by", "label.causes": "Why it happened", "label.addressed": "How it was addressed",
    "label.remarks": "Remarks", "label.co2e": "Tonnes of CO2 equivalent", "label.odp": "ODP tonnes",
    "label.containers": "Containers", "label.label_says": "Label says", "label.substance": "Substance",
    "label.mass": "Mass", "label.low": "Mass at least, kg", "label.mid": "Mass, kg", "label.high": "Mass at most, kg",
    "label.basis": "This mass is", "label.kind": "Of which kind", "label.counted": "Counted as consumption",
    "label.cases": "Cases", "label.year": "Year", "label.group": "Substance group", "label.total": "Total",
    "label.reference": "Reference", "label.date": "Date", "label.commodity": "Commodity", "label.quantity": "Quantity",
    "label.unit": "Unit", "label.packages": "Packages", "label.origin": "Departure", "label.destination": "Destination",
    "label.conveyance": "Conveyance", "label.concealment": "Concealment", "label.detection": "Detection method",
    "label.country": "Country", "label.declared": "Declared as", "label.status": "Status",
    "value.none": "not specified", "value.yes": "yes", "value.no": "no", "value.unknown_gas": "unknown gas",
    "value.open": "not said yet", "value.mass": "%(kg)s kg", "value.range": "%(low)s to %(high)s kg",
    "value.range_best": "%(low)s to %(high)s kg, best figure %(mid)s kg", "value.basis": "%(mass)s (%(basis)s)",
    "value.part": "%(figure)s, of the lines with a mass only", "value.hidden": "withheld",
    "basis.net": "net", "basis.gross": "gross", "basis.estimated": "estimated",
    "what.seizure": "seized", "what.detention": "held", "what.refusal": "entry or exit refused",
    "art7.no": "The goods were not placed on the own market: they are not part of the calculated consumption.",
    "art7.yes": "The goods were placed on the own market: they count as imports of the year, like any other.",
    "art7.open": "Nobody has said yet whether the goods are placed on the own market. Decide before the year is"
        " reported.",
    "art7.blend": "A blend counts by its components:",
    "letter.neighbour": "Goods were stopped on a route that passes through your country. We tell"
    " you what bears on your own"
    " controls and ask whether you know of the consignment.",
    "letter.origin": "Goods that are said to come from your country were stopped here. We ask you"
    " to tell us whether their"
    " export was licensed, and which quantities your records show.",
    "letter.ask": "Please answer to the agency named above and give the number of this report.",
    "letter.standing": "Nothing here says that anyone is guilty. What is proven is told as such.",
    "press.lead": "%(what)s: %(substances)s, %(volume)s.",
    "press.where": "Country: %(country)s. Time: %(when)s.",
    "press.climate": "Recomputed with the figures of the Protocol: %(co2e)s tonnes of CO2 equivalent.",
    "press.standing": "The matter is not decided by a court unless it is said here. Proven: %(proven)s.",
    "press.silent": "No persons, firms, routes or methods are named.",
    "stat.threshold": "Where fewer than %(threshold)s cases would be told apart, the figure is"
    " withheld, and with it others"
    " from which it could be computed.",
    "stat.silence": "No case on file does not mean no illegal trade: there is no duty to report a case.",
    "sheet.blank": "A blank cell means not known, never zero.",
    "sheet.case": "Case",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """A language: its texts by key, its names of places, and its way to write a day and a figure."""

    texts: Mapping[str, str] = field(default_factory=lambda: ENGLISH)
    language: str = "en"
    place_name: Callable[[str], str] | None = None

    def __call__(self, key: str, **named: object) -> str:
        """The text of a key with what it names filled in; English where the catalogue lacks it."""
        text = self.texts.get(key) or ENGLISH[key]
        return text % named if named else text

    def code(self, kind: str, value: str) -> str:
        """A code (what, basis, method, found, outcome, transport, container) in words."""
        if not value:
            return ""
        key = f"{kind}.{value}"
        known = self.texts.get(key) or ENGLISH.get(key)
        if known:
            return known
        try:
            register = {"found": "detection"}.get(kind, kind)
            return code(register, value).words  # type: ignore[arg-type]
        except UnknownName:
            return value.replace("_", " ")

    def place(self, text: str) -> str:
        """A place's name in this language; a code that names none stays."""
        if not text:
            return ""
        if self.place_name is not None:
            return self.place_name(text)
        try:
            return place(text).name
        except UnknownName:
            return text

    def when(self, text: str) -> str:
        """A day in words; a month or a year as it stands."""
        if not text:
            return self("value.none")
        return long_day(date.fromisoformat(text), self.language) if len(text) > len("2024-03") else text

    def figure(self, value: float) -> str:
        """A figure with the separators of the language, without needless decimals."""
        return figure(number(value), self.language)

    def listed(self, parts: Iterable[str]) -> str:
        """What is said of the parts, with the comma of the language between; empty ones left out."""
        return Speaker("reporting", self.language).listed(part for part in parts if part)

    @property
    def is_rtl(self) -> bool:
        """Whether it is written from right to left."""
        return direction(self.language) == "rtl"
