"""The words of cases: codes kept, sentences shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from tradewind.procedures.sop import SOP


class Origin(models.TextChoices):
    """How a case came up."""

    FINDINGS = "findings", _("a finding")
    TIP = "tip", _("a tip")
    CONTROL = "control", _("a routine control")
    REFERRAL = "referral", _("a referral by another agency")
    OTHER = "other", _("something else")


class State(models.TextChoices):
    """Whether people still work in it."""

    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    MERGED = "merged", _("merged into another")


class Moment(models.TextChoices):
    """When what was known was frozen."""

    OPENING = "opening", _("when the case was opened")
    HOLD = "hold", _("when the goods were held")
    SEARCH = "search", _("when premises were searched")


class Ended(models.TextChoices):
    """How a hold ended."""

    RELEASED = "released", _("released")
    SEIZED = "seized", _("seized")
    LAPSED = "lapsed", _("lapsed: the time ran out without a decision")


class Why(models.TextChoices):
    """How two cases belong together."""

    RELATED = "related", _("related")
    SPLIT = "split", _("split off")
    MERGED = "merged", _("merged")


#: Outcomes of the shipped procedures; another's own word is shown as it is.
OUTCOMES: Final = {
    "seized": _("seized"),
    "released": _("released"),
    "non_find": _("nothing was found"),
    "closed": _("closed"),
    "merged": _("merged into another"),
}
#: Evidence that the shipped procedures ask for.
EVIDENCE: Final = {
    "detention_notice": _("detention notice"),
    "safety_check": _("safety check"),
    "specialist_report": _("specialist's report"),
    "photograph": _("photograph"),
    "weighing": _("weighing"),
    "reading": _("reading of an instrument"),
    "laboratory_report": _("laboratory report"),
    "hearing": _("what the importer said, or that he did not answer"),
    "release_notice": _("release notice"),
    "seizure_record": _("seizure record"),
    "custody_receipt": _("receipt of custody"),
    "decision": _("decision"),
    "judgment": _("judgment"),
    "disposal_certificate": _("certificate of disposal"),
    "statement": _("statement"),
    "listing_copy": _("copy of the listing"),
    "platform_answer": _("answer of the platform"),
    "recovery_note": _("note of recovery"),
    "note": _("note"),
    "report": _("report that was filed"),
}
#: Answers of the shipped procedures' questions.
ANSWERS: Final = {
    "stands": _("it stands"),
    "explained": _("it is explained"),
    "none": _("none"),
    "flammable": _("flammable"),
    "toxic": _("toxic"),
    "leaking": _("leaking"),
    "unknown": _("unknown"),
    "known": _("it is known"),
    "undecided": _("not decided"),
    "breach": _("a breach"),
    "lawful": _("lawful"),
    "yes": _("yes"),
    "no": _("no"),
}


def language() -> str:
    """The language of the page."""
    return get_language() or "en"


def text(sop: SOP, key: str) -> str:
    """A text of a procedure: its own in this language, else ours for the shipped ones."""
    own = sop.text(key, language())
    return gettext(own) if own else ""


def said(words: Mapping[str, object], code: str) -> str:
    """The code in words, or as it stands where a procedure has its own."""
    return str(words.get(code, code.replace("_", " ")))
