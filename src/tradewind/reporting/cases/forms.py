"""The forms that one record is written into. Each is a function from a filing and words to a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from tradewind.errors import AmbiguousName, UnknownName
from tradewind.quantities import GRAMS_PER_KG, Interval, kilograms
from tradewind.reference import find
from tradewind.reporting.cases.columns import columns_of
from tradewind.reporting.cases.document import Document, Table
from tradewind.reporting.cases.filing import Filing
from tradewind.reporting.cases.report import UNKNOWN, CaseReport, Traded
from tradewind.reporting.cases.wording import Words
from tradewind.reporting.splitting import split
from tradewind.reporting.workbook import Value

Make = Callable[[Filing, Words], Document]


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its name, who gets it (`party` stands for a country that the sender chooses), formats it is written in.

    `is_public`: it leaves the circle of authorities, so that it may hold no route, method or person.
    """

    name: str
    to: str
    formats: tuple[str, ...]
    make: Make
    is_public: bool = False


def form1(filing: Filing, words: Words) -> Document:
    """The Secretariat's Form 1: a case, proven or not."""
    names = (
        "party", "when", "place", "what", "substances", "exporter", "importer", "route", "transport", "declared_as",
        "methods", "found", "details", "action", "outcome", "legal_basis", "is_proven", "is_on_market", "remarks",
    )  # fmt: skip
    return _document(filing, words, names, notes=[words("basis.form1")], weighed=True)


def form2(filing: Filing, words: Words) -> Document:
    """The Secretariat's Form 2: how a significant case was addressed, and its causes."""
    names = (
        "party",
        "when",
        "substances",
        "action",
        "outcome",
        "is_proven",
        "addressed",
        "causes",
        "remarks",
    )
    return _document(filing, words, names, notes=[words("basis.form2")], weighed=True)


def columns(filing: Filing, words: Words) -> Document:
    """The eight published columns, in English, as one row that gives the record back."""
    row = columns_of(filing.report)
    made = _document(filing, words, (), tables=[Table(list(row), [list(row.values())])])
    return replace(made, data={"columns": row, "filing": filing.as_dict()})


def cen(filing: Filing, words: Words) -> Document:
    """One row a substance with what the Customs Enforcement Network asks of a seizure; non-nominal, like it.

    The network's own template is not public: the columns are those its description names, so map them once.
    """
    report = filing.report
    heads = (
        "reference", "country", "date", "place", "commodity", "quantity", "unit", "packages", "declared", "origin",
        "route", "destination", "conveyance", "concealment", "detection", "outcome",
    )  # fmt: skip
    rows: list[list[Value]] = [
        [
            report.case, words.place(report.party), report.when or None, report.place or None, _gas(line, words),
            _kg(_best(line)), "kg" if _best(line) is not None else None, line.containers,
            report.declared_as or line.label_says or None, words.place(report.exporter) or None,
            words.listed(map(words.place, report.route)) or None, words.place(report.importer) or None,
            words.code("transport", report.transport) or None,
            words.listed(words.code("method", m) for m in report.methods) or None,
            words.code("found", report.found) or None, words.code("outcome", report.outcome) or None,
        ]
        for line in report.substances or (Traded(UNKNOWN),)
    ]  # fmt: skip
    table = Table([words(f"label.{name}") for name in heads], rows)
    return _document(filing, words, (), tables=[table], notes=[words("sheet.blank")])


def national(filing: Filing, words: Words) -> Document:
    """Rows for the national register: one a substance, each mass as low, best and high."""
    report = filing.report
    heads = (
        "case", "agency", "when", "country", "place", "what", "substance", "label_says", "containers", "kind", "low",
        "mid", "high", "basis", "exporter", "importer", "outcome", "is_proven", "is_on_market",
    )  # fmt: skip
    rows: list[list[Value]] = []
    for line in report.substances or (Traded(UNKNOWN),):
        mass = line.mass
        rows.append([
            report.case, report.agency, report.when or None, words.place(report.party), report.place or None,
            words.code("what", report.what), _gas(line, words), line.label_says or None, line.containers,
            words.code("container", line.container_kind) or None, _kg(mass.low_g if mass else None),
            _kg(mass.mid_g if mass else None), _kg(mass.high_g if mass else None),
            words.code("basis", mass.basis) or None if mass else None, words.place(report.exporter) or None,
            words.place(report.importer) or None, words.code("outcome", report.outcome) or None,
            _yes_no(report.is_proven, words), _yes_no(report.is_on_market, words),
        ])  # fmt: skip
    table = Table([words(f"label.{name}") for name in heads], rows)
    return _document(filing, words, (), tables=[table], notes=[words("sheet.blank")])


def article7(filing: Filing, words: Words) -> Document:
    """Whether the goods count in the Article 7 report, and by which component; nothing is decided that nobody said."""
    report = filing.report
    said = {None: "art7.open", True: "art7.yes", False: "art7.no"}[report.is_on_market]
    rows: list[list[Value]] = []
    for line in report.substances:
        for component, part in _components(line.substance, _best(line)):
            rows.append([line.substance, component, _kg(part), _yes_no(report.is_on_market, words)])
    table = Table([words(f"label.{n}") for n in ("substance", "commodity", "mid", "counted")], rows)
    return _document(
        filing, words, ("party", "when", "case", "importer", "exporter", "is_on_market"), paragraphs=[words(said)],
        tables=[table] if rows else [], notes=[words("art7.blend"), words("basis.article7")],
    )  # fmt: skip


def neighbour(filing: Filing, words: Words) -> Document:
    """A letter to a country that the goods passed: what bears on its own controls, and a question."""
    names = (
        "when",
        "substances",
        "declared_as",
        "exporter",
        "route",
        "importer",
        "transport",
        "methods",
        "is_proven",
    )
    text = [words("letter.neighbour"), words("letter.ask"), words("letter.standing")]
    return _document(filing, words, names, paragraphs=text)


def origin(filing: Filing, words: Words) -> Document:
    """A letter to the exporting country: was it licensed, and what do its records show?"""
    names = ("when", "substances", "declared_as", "exporter", "importer", "transport", "is_proven")
    text = [words("letter.origin"), words("letter.ask"), words("letter.standing")]
    return _document(filing, words, names, paragraphs=text)


def press(filing: Filing, words: Words) -> Document:
    """A note for the press: the goods, the country, the month at most; no person, place, route, method or document."""
    report = filing.report
    volume = [text for text in (_volume(line, words) for line in report.substances) if text]
    text = [
        words(
            "press.lead", what=words.code("what", report.what) or words("what.seizure"),
            substances=words.listed(_gas(line, words) for line in report.substances) or words("value.unknown_gas"),
            volume=words.listed(volume) or words("value.none"),
        ),
        words("press.where", country=words.place(report.party), when=report.when[:7] or words("value.none")),
    ]  # fmt: skip
    weight = report.co2e_t()
    if weight is not None and weight.high > 0:
        figure = _interval(weight, words)
        text.append(
            words("press.climate", co2e=figure if report.is_whole else words("value.part", figure=figure))
        )
    text += [words("press.standing", proven=_yes_no(report.is_proven, words) or words("value.open"))]
    made = _document(filing, words, (), paragraphs=text, notes=[words("press.silent")])
    return replace(made, data={"form": filing.form, "number": filing.number, "text": text})


FORMS: Final[Mapping[str, Form]] = MappingProxyType({
    form.name: form
    for form in (
        Form("form1", "Ozone Secretariat", ("pdf", "docx", "json"), form1),
        Form("form2", "Ozone Secretariat", ("pdf", "docx", "json"), form2),
        Form("columns", "Ozone Secretariat", ("xlsx", "json"), columns),
        Form("cen", "World Customs Organization", ("xlsx", "json"), cen),
        Form("national", "national register", ("xlsx", "json"), national),
        Form("article7", "national ozone unit", ("pdf", "docx", "xlsx"), article7),
        Form("neighbour", "party", ("pdf", "docx"), neighbour),
        Form("origin", "party", ("pdf", "docx"), origin),
        Form("press", "public", ("pdf", "docx", "json"), press, is_public=True),
    )
})  # fmt: skip


def document_of(filing: Filing, words: Words) -> Document:
    """The document of a filing; UnknownName where there is no such form."""
    form = FORMS.get(filing.form)
    if form is None:
        raise UnknownName("form", filing.form, tuple(FORMS))
    return form.make(filing, words)


def _document(
    filing: Filing, words: Words, names: tuple[str, ...], *, paragraphs: list[str] | None = None,
    tables: list[Table] | None = None, notes: list[str] | None = None, weighed: bool = False,
) -> Document:  # fmt: skip
    report = filing.report
    facts = [(words(f"label.{name}"), text) for name in names for text in [_said(report, name, words)]]
    if weighed:
        facts += list(_weights(report, words))
    head = [
        words("head.number", number=filing.number, revision=filing.revision),
        words("head.filed", day=words.when(filing.filed_on.isoformat()), agency=report.agency),
        words("head.to", to=words.place(filing.to)),
        words("head.supersedes", digest=filing.supersedes) if filing.supersedes else "",
        words("head.why", why=filing.why) if filing.why else "",
    ]
    return Document(
        title=words(f"form.{filing.form}"), name=f"{filing.number}-{filing.revision}", head=[h for h in head if h],
        stamp=words("head.recall") if filing.is_recall else "", facts=facts, paragraphs=paragraphs or (),
        tables=tables or (), notes=[*(notes or ()), words("head.digest", digest=filing.digest)],
        language=words.language, right_to_left=words.is_rtl, data=filing.as_dict(),
    )  # fmt: skip


def _said(report: CaseReport, name: str, words: Words) -> str:
    match name:
        case "party" | "exporter" | "importer":
            text = words.place(getattr(report, name))
        case "route":
            text = words.listed(map(words.place, report.route))
        case "methods":
            text = words.listed(words.code("method", m) for m in report.methods)
        case "found" | "transport" | "outcome" | "what":
            text = words.code(name, getattr(report, name))
        case "when":
            text = words.when(report.when)
        case "is_proven" | "is_on_market":
            text = _yes_no(getattr(report, name), words) or words("value.open")
        case "substances":
            text = "\n".join(_line(line, words) for line in report.substances)
        case _:
            text = str(getattr(report, name))
    return text or words("value.none")


def _line(line: Traded, words: Words) -> str:
    parts = [_gas(line, words), _volume(line, words) or words("value.none")]
    if line.label_says:
        parts.append(f"{words('label.label_says')}: {line.label_says}")
    return words.listed(parts)


def _gas(line: Traded, words: Words) -> str:
    return words("value.unknown_gas") if line.substance == UNKNOWN else line.substance


def _volume(line: Traded, words: Words) -> str:
    parts = []
    mass = line.mass
    if mass is not None:
        low, high = words.figure(kilograms(mass.low_g)), words.figure(kilograms(mass.high_g))
        if mass.is_exact:
            text = words("value.mass", kg=low)
        elif mass.mid_g is None:
            text = words("value.range", low=low, high=high)
        else:
            text = words("value.range_best", low=low, high=high, mid=words.figure(kilograms(mass.mid_g)))
        basis = words.code("basis", mass.basis)
        parts.append(words("value.basis", mass=text, basis=basis) if basis else text)
    if line.containers is not None:
        kind = words.code("container", line.container_kind) or words("label.containers").lower()
        parts.append(f"{words.figure(line.containers)} {kind}")
    return words.listed(parts)


def _weights(report: CaseReport, words: Words) -> Iterator[tuple[str, str]]:
    for label, figure in (("label.co2e", report.co2e_t()), ("label.odp", report.odp_t())):
        if figure is None:
            yield words(label), words("value.none")
        else:
            text = _interval(figure, words)
            yield words(label), text if report.is_whole else words("value.part", figure=text)


def _interval(figure: Interval, words: Words) -> str:
    low, high = words.figure(figure.low), words.figure(figure.high)
    return low if low == high else f"{low} – {high}"


def _components(substance: str, grams: int | None) -> list[tuple[str, int | None]]:
    if substance == UNKNOWN:
        return [(UNKNOWN, grams)]
    try:
        designation = find(substance).designation
        parts = split(designation, grams or 0)
    except (UnknownName, AmbiguousName):
        return [(substance, grams)]
    return [(name, part if grams is not None else None) for name, part in parts]


def _best(line: Traded) -> int | None:
    """The figure that may be named for gas: none of a gross mass, and none where only bounds are known."""
    return None if line.gas is None else line.gas.mid_g


def _kg(grams: int | None) -> Decimal | None:
    return None if grams is None else Decimal(grams) / GRAMS_PER_KG


def _yes_no(said: bool | None, words: Words) -> str | None:
    return None if said is None else words("value.yes" if said else "value.no")
