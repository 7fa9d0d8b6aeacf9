"""The register of public cases that ships with the product, read as cases, each with its sources; and as a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_safe

from tradewind.errors import UnknownName
from tradewind.formats.numerals import defuse
from tradewind.reference.cases import cases, code, standing
from tradewind.reference.parties import place
from tradewind_web.agencies.gates import for_content
from tradewind_web.downloads import csv_file
from tradewind_web.phrasing import listed
from tradewind_web.seizures.words import METHOD_WORDS, Outcome
from tradewind_web.traders.places import named

PAGE: Final = 20
#: What a case proves, in words.
_STANDINGS: Final = {
    "allegation": gettext_noop("an allegation"),
    "administrative decision": gettext_noop("a decision of an authority"),
    "judgment": gettext_noop("a judgment"),
}
_COLUMNS: Final = (
    "id", "date", "year", "kind", "country", "place", "agency", "substances", "total_kg", "total_cylinders",
    "declared_as", "dispatch", "transit", "destination", "methods", "outcome", "standing", "summary", "source_type",
    "sources",
)  # fmt: skip


@dataclass(frozen=True)
class PublicCase:
    """One case as the page shows it; blank is not known."""

    raw: Mapping[str, Any]
    country: str
    gases: tuple[str, ...]
    methods: tuple[str, ...]

    @property
    def sources(self) -> list[str]:
        """The addresses of what was published."""
        found = [self.raw.get("source_url"), *(self.raw.get("more_sources") or [])]
        return [address for address in found if address and address.startswith(("https://", "http://"))]

    @property
    def standing(self) -> str:
        """What it proves."""
        return _(_STANDINGS[standing(self.raw.get("outcome"), self.raw.get("kind"))])

    @property
    def method_words(self) -> str:
        """Its methods in words."""
        return listed(method_word(one) for one in self.methods)

    @property
    def outcome_word(self) -> str:
        """Where it stands."""
        outcome = self.raw.get("outcome") or ""
        return str(dict(Outcome.choices).get(outcome, "")) or _known("outcome", outcome)

    @property
    def amount(self) -> str:
        """Mass or cylinders, as published."""
        parts = []
        if self.raw.get("total_kg"):
            parts.append(_("%(kg)s kg") % {"kg": number_format(self.raw["total_kg"], force_grouping=True)})
        if count := self.raw.get("total_cylinders"):
            parts.append(
                ngettext("%(n)s cylinder", "%(n)s cylinders", count)
                % {"n": number_format(count, force_grouping=True)}
            )
        return listed(parts)


@require_safe
@for_content
def public_cases(request: HttpRequest) -> HttpResponse:
    """The cases that answer the filter, newest first."""
    asked = _asked(request)
    found = _narrowed(asked)
    number = request.GET.get("page", "1")
    page = max(1, int(number)) if number.isascii() and number.isdecimal() and len(number) < 5 else 1
    shown = found[(page - 1) * PAGE : page * PAGE]
    said = {
        "cases": shown, "total": len(found), "asked": asked, "query": urlencode(asked),
        "before": urlencode({**asked, "page": str(page - 1)}) if page > 1 and found else "",
        "after": urlencode({**asked, "page": str(page + 1)}) if page * PAGE < len(found) else "",
        "parties": sorted({(c.country, named(c.country)) for c in _all()}, key=lambda pair: pair[1]),
        "substances": sorted({gas for c in _all() for gas in c.gases}),
        "methods": sorted({(m, method_word(m)) for c in _all() for m in c.methods}, key=lambda pair: pair[1]),
        "years": sorted({c.raw["year"] for c in _all() if c.raw.get("year")}, reverse=True),
    }  # fmt: skip
    return render(request, "seizures/public_cases.html", said)


@require_safe
@for_content
def public_cases_file(request: HttpRequest) -> HttpResponseBase:
    """The same rows as a file for a spreadsheet, with their sources."""
    rows = (_row(case) for case in _narrowed(_asked(request)))
    return csv_file("public-cases.csv", [_COLUMNS, *rows])


def method_word(name: str) -> str:
    """A method of the register in words: translated where it is offered to officers, else as the register has it."""
    return str(METHOD_WORDS[name]) if name in METHOD_WORDS else _known("method", name)


def _known(kind: Any, name: str) -> str:
    try:
        return code(kind, name).words
    except UnknownName:
        return name.replace("_", " ")


def _asked(request: HttpRequest) -> dict[str, str]:
    names = ("party", "substance", "method", "year")
    return {name: request.GET[name][:60] for name in names if request.GET.get(name)}


def _narrowed(asked: Mapping[str, str]) -> list[PublicCase]:
    return [
        case
        for case in _all()
        if asked.get("party", case.country) == case.country
        and ("substance" not in asked or asked["substance"] in case.gases)
        and ("method" not in asked or asked["method"] in case.methods)
        and asked.get("year", str(case.raw.get("year"))) == str(case.raw.get("year"))
    ]


@cache
def _all() -> tuple[PublicCase, ...]:
    """Every case of the register, newest first: it ships with the product and never changes while it runs."""
    found = [
        PublicCase(
            raw, _iso3(raw["country"]), tuple(dict.fromkeys(one["designation"] for one in raw["substances"])),
            tuple(raw["modus_operandi"]),
        )
        for raw in cases()
    ]  # fmt: skip
    return tuple(
        sorted(
            found,
            key=lambda c: (c.raw.get("date") or str(c.raw.get("year") or ""), c.raw["id"]),
            reverse=True,
        )
    )


def _iso3(country: str) -> str:
    try:
        return place(country).code
    except UnknownName:
        return country


def _row(case: PublicCase) -> list[object]:
    raw = case.raw
    proves = standing(raw.get("outcome"), raw.get("kind"))
    said = {
        **raw, "country": case.country, "substances": "; ".join(case.gases), "methods": "; ".join(case.methods),
        "standing": proves, "summary": raw.get("support"), "sources": " ".join(case.sources),
        **{name: "; ".join(raw.get(name) or []) for name in ("dispatch", "transit", "destination")},
    }  # fmt: skip
    return [_cell(said.get(name)) for name in _COLUMNS]


def _cell(value: object) -> object:
    return "" if value is None else defuse(value) if isinstance(value, str) else value
