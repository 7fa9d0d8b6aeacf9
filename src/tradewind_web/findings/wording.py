"""A finding in the reader's language: what it is about, why it is here, figures as ranges, what would settle it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tradewind.detectors.apart import APART
from tradewind.detectors.registry import DETECTORS
from tradewind.errors import UnknownName
from tradewind.findings import Finding as Answer
from tradewind.findings import Reason
from tradewind.languages import LANGUAGES, translator
from tradewind.picture.wording import in_language
from tradewind.reference.parties import name_in
from tradewind.screening.record import Like
from tradewind.screening.wording import LIKE, LIKE_ON_PAPER, NONE_LIKE, SHARE
from tradewind_web.findings.models import Finding
from tradewind_web.phrasing import listed

#: From which mass on people read tonnes.
_TONNE_G: Final = 1_000_000
_TEN_TONNES_G: Final = 10 * _TONNE_G
_HOLDER: Final = "holder, substance and year"
_SUBJECTS: Final[Mapping[str, Promise]] = {
    "declaration item": gettext_lazy("Declaration %(id)s"),
    "trade flow": gettext_lazy("Reported trade %(id)s"),  # where the id is not as `_FLOWS` reads it
    "pair of accounts": gettext_lazy("Two accounts of the same trade"),
    "movement": gettext_lazy("Movement %(id)s"),
    "zone stock": gettext_lazy("Free zone stock %(id)s"),
    "consignment": gettext_lazy("Consignment %(id)s"),
    "corridor": gettext_lazy("A border that a price gap would pay to cross"),
    "atmosphere": gettext_lazy("The atmosphere, %(id)s"),
    "case": gettext_lazy("Published case %(id)s"),
    "licence": gettext_lazy("Licence %(id)s"),
    "quota": gettext_lazy("Quota %(id)s"),
}


#: What a reporter told of its trade with a partner under a code.
_FLOWS: Final[Mapping[str, Promise]] = {
    "import": gettext_lazy("%(reporter)s: import from %(partner)s, HS %(code)s, %(when)s"),
    "export": gettext_lazy("%(reporter)s: export to %(partner)s, HS %(code)s, %(when)s"),
    "re-import": gettext_lazy("%(reporter)s: re-import from %(partner)s, HS %(code)s, %(when)s"),
    "re-export": gettext_lazy("%(reporter)s: re-export to %(partner)s, HS %(code)s, %(when)s"),
}


@dataclass(frozen=True, slots=True)
class Lawful:
    """A lawful explanation: how it is named, and what it says."""

    digest: str
    text: str
    english: str


@dataclass(frozen=True, slots=True)
class Why:
    """A reason: its code, its sentence, how many rows it rests on."""

    code: str
    text: str
    rows: int


@dataclass(frozen=True, slots=True)
class Words:
    """All sentences of a finding."""

    what: str
    where: str
    reasons: tuple[Why, ...]
    lawful: tuple[Lawful, ...]
    check: str
    mass: str
    co2e: str
    odp: str
    question: str

    @property
    def why(self) -> str:
        """The heaviest reason, in one sentence."""
        return self.reasons[0].text if self.reasons else ""


def language() -> str:
    """The reader's language as the library names it."""
    code = (get_language() or "en").split("-")[0]
    return code if code in LANGUAGES else "en"


def words(finding: Finding) -> Words:
    """The finding in the reader's language; a sentence without a translation stays English."""
    here = language()
    english = finding.lawful_explanations
    said = in_language(_answer(finding), here)
    return Words(
        what=subject(finding.subject_kind, finding.subject_id, str(finding.facts.get("holder") or "")),
        where=route(finding.party, finding.partner),
        reasons=tuple(
            Why(reason.code, reason.text or forgotten(), int(kept.get("rows", 0)))
            for reason, kept in zip(said.reasons, finding.reasons, strict=True)
        ),
        lawful=tuple(
            Lawful(explanation_digest(en), text, en)
            for en, text in zip(english, said.lawful_explanations, strict=True)
        ),
        check=said.cheapest_check,
        mass=mass(finding.mass_low_g, finding.mass_high_g),
        co2e=tonnes(finding.co2e_low_kg, finding.co2e_high_kg, 1_000),
        odp=tonnes(finding.odp_low_g, finding.odp_high_g, _TONNE_G),
        question=question(finding.detector),
    )


def reasons_of(detector: str, answer: Mapping[str, Any]) -> list[str]:
    """The reasons of an earlier answer, in the reader's language."""
    kept = Answer(
        detector, "", "", "", None, None, None, None, None, 0.0, "note", None, None, None,
        _reasons(answer["reasons"]), (), "", facts={"said": answer.get("said", [])},
    )  # fmt: skip
    return [reason.text for reason in in_language(kept, language()).reasons if reason.text]


def forgotten() -> str:
    """What stands in the place of a sentence that was forgotten with the persons of its batch."""
    return _("(forgotten: the time to keep the rows it rests on ended)")


def explanation_digest(english: str) -> str:
    """How a lawful explanation is named, whatever the language it is read in."""
    return hashlib.sha256(english.encode()).hexdigest()


def in_readers_language(detector_text: str) -> str:
    """A sentence of the detectors in the reader's language."""
    return translator("detectors", language())(detector_text)


def subject(kind: str, subject_id: str, called: str = "") -> str:
    """What a finding is about, in words; its holder as it is `called`, where a name is known for its number."""
    if kind == _HOLDER and subject_id.count("/") >= 2:
        holder, gas, year = subject_id.rsplit("/", 2)
        named = {"gas": gas, "year": year, "holder": called or holder}
        return _("%(gas)s cleared in %(year)s by %(holder)s") % named
    known = _SUBJECTS.get(kind)
    if kind == "trade flow" and (told := _flow(subject_id)):
        return told
    if known is not None:
        return str(known) % {"id": subject_id}
    return _("%(kind)s %(id)s") % {"kind": kind.capitalize(), "id": subject_id}


def _flow(subject_id: str) -> str:
    """`IND:export:WLD:290376-2017:2018-01-01/2018-12-31` in words; nothing where the key is built otherwise."""
    parts = subject_id.split(":")
    if len(parts) != 5 or parts[1] not in _FLOWS:
        return ""
    reporter, flow, partner, code, period = parts
    first, _slash, last = period.partition("/")
    when = f"{first} – {last}" if last else first
    if (first[4:], last) == ("-01-01", f"{first[:4]}-12-31"):
        when = first[:4]  # a whole year is called by its number
    other = _("all partners together") if partner in ("WLD", "") else place(partner)
    return str(_FLOWS[flow]) % {
        "reporter": place(reporter), "partner": other, "code": code.partition("-")[0], "when": when,
    }  # fmt: skip


def route(party: str, partner: str) -> str:
    """The Parties a finding names, in the direction of the goods where there are two."""
    if party and partner:
        return _("%(from)s to %(to)s") % {"from": place(partner), "to": place(party)}
    return place(party or partner)


def place(code: str) -> str:
    """A Party's name in the reader's language; the code where the list has none."""
    if not code:
        return ""
    try:
        return name_in(code, language())
    except UnknownName:
        return code


def question(detector: str) -> str:
    """What a detector asks."""
    if detector in APART:
        return in_readers_language(APART[detector].question)
    known = DETECTORS.get(detector)
    return in_readers_language(known.question) if known else detector


def lacking(because: str) -> str:
    """Why a detector could not be asked, as the registry put it together, in the reader's language."""
    return listed(in_readers_language(clause) for clause in because.split(" and ")) if because else ""


def mass(low_g: int | None, high_g: int | None) -> str:
    """A mass as one figure or a range, in kilograms or, from ten tonnes on, in tonnes."""
    if low_g is None or high_g is None:
        return ""
    if high_g >= _TEN_TONNES_G:
        return _span(low_g / _TONNE_G, high_g / _TONNE_G, _("%(figure)s t"), _("%(low)s to %(high)s t"))
    return _span(low_g / 1_000, high_g / 1_000, _("%(figure)s kg"), _("%(low)s to %(high)s kg"))


def tonnes(low: int | None, high: int | None, units: int) -> str:
    """A figure in tonnes as one or a range; nothing where there is none, or where it is none at all."""
    if low is None or high is None or high == 0:
        return ""
    return _span(low / units, high / units, _("%(figure)s t"), _("%(low)s to %(high)s t"))


def figure(value: float) -> str:
    """A figure as the reader's language writes it, with no more digits than it can bear."""
    places = (
        0
        if abs(value) >= 100 or value == int(value)
        else 1
        if abs(value) >= 10
        else 2
        if abs(value) >= 1
        else 3
    )
    return str(number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True))


def like(record: Like) -> str:
    """An agency's record of like findings in a sentence; a percentage only from 50 outcomes on."""
    say = translator("screening", language())
    if not record.total:
        return say(NONE_LIKE)
    told = say(LIKE_ON_PAPER if record.on_paper else LIKE) % {
        "total": record.total, "confirmed": record.confirmed, "on_paper": record.on_paper,
        "explained": record.explained, "open": record.open,
    }  # fmt: skip
    if record.share is None:
        return told
    low, share, high = (f"{100 * part:.0f}" for part in record.share)
    figures = {"share": share, "settled": record.settled, "low": low, "high": high}
    return _("%(record)s %(share)s") % {"record": told, "share": say(SHARE) % figures}


def _span(low: float, high: float, one: str, two: str) -> str:
    shown = figure(low), figure(high)
    if shown[0] == shown[1]:
        return one % {"figure": shown[0]}
    return two % {"low": shown[0], "high": shown[1]}


def _reasons(kept: Sequence[Mapping[str, Any]]) -> tuple[Reason, ...]:
    return tuple(Reason(r["code"], r["text"], float(r["weight"])) for r in kept)


def _answer(finding: Finding) -> Answer:
    """The finding as the library knows it, as far as its sentences go."""
    return Answer(
        finding.detector, finding.version, finding.subject_kind, finding.subject_id, None, None, None, None,
        None, 0.0, "note", None, None, None, _reasons(finding.reasons), tuple(finding.lawful_explanations),
        finding.cheapest_check, facts=finding.facts,
    )  # fmt: skip
