"""The choices of exhibits, custody, evidence and storage."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tradewind.ledgers.custody import Code


class Weighed(models.TextChoices):
    """How a mass came to be known."""

    EACH = "each", _("each one weighed")
    SAMPLE = "sample", _("some weighed, and multiplied")
    TOGETHER = "together", _("weighed together")
    LABEL = "label", _("from the labels")
    PAPERS = "papers", _("from the papers")
    GUESS = "guess", _("estimated by eye")


class Act(models.TextChoices):
    """What happens to an exhibit in custody."""

    TAKEN = "taken", _("taken into custody")
    HANDED = "handed_over", _("handed over")
    MOVED = "moved", _("moved by the same holder")
    SEALED = "sealed", _("sealed or sealed anew")
    LOOKED = "looked_at", _("looked at")
    WEIGHED = "weighed", _("weighed")
    SAMPLED = "sampled", _("a sample was taken")
    RETURNED = "returned", _("returned or exported: custody ends")
    DESTROYED = "destroyed", _("destroyed: custody ends")
    SOLD = "sold", _("sold or reclaimed: custody ends")
    RELEASED = "released", _("released to its owner: custody ends")

    STRUCK = "struck", _("it did not happen")

    @classmethod
    def endings(cls) -> frozenset[str]:
        """After these nothing is held any more."""
        return frozenset({cls.RETURNED, cls.DESTROYED, cls.SOLD, cls.RELEASED})


class Precision(models.TextChoices):
    """How exactly a moment is known."""

    MINUTE = "minute", _("to the minute")
    HOUR = "hour", _("to the hour")
    DAY = "day", _("only the day")


class Source(models.TextChoices):
    """How the writer knows."""

    SEEN = "seen", _("I was there")
    PAPER = "paper", _("from a paper form")
    TOLD = "told", _("somebody told me")


#: What a mark says, with the facts in brackets.
MARKS: Final[dict[Code, Promise]] = {
    "late": _("Written %(hours)s hours after it happened."),
    "ahead": _("Written before the time at which it is said to have happened."),
    "out_of_order": _("Written after an entry on something that happened later."),
    "fork": _("Another entry claims to follow the same one."),
    "unknown_before": _("The entry it claims to follow is not here."),
    "gap_holder": _("Gap: the entry before left it with “%(left)s”; this one took it from “%(found)s”."),
    "gap_place": _("Gap: the entry before left it at “%(left)s”; this one took it from “%(found)s”."),
    "unsaid": _("Gap: it does not say from whom or from where."),
    "uncovered": _("Gap: nothing is written for %(hours)s hours longer than was stated."),
    "seal": _("The seal left on it was “%(left)s”; the seal found is “%(found)s”."),
    "overlap": _("Another entry has it elsewhere at the same time."),
    "loss": _("Lighter than at the weighing before by %(mass)s kg, beyond what the scales may err."),
    "gain": _("Heavier than at the weighing before by %(mass)s kg, beyond what the scales may err."),
    "after_end": _("Its custody had ended before."),
    "unknown_corrected": _("The entry it corrects is not here."),
}


class Origin(models.TextChoices):
    """What a file of evidence is, in the order in which a court believes it."""

    ORIGINAL = "original", _("the original, from the device that made it")
    MESSAGING = "messaging", _("a copy that came through a messaging service")
    SCREENSHOT = "screenshot", _("a screenshot")
    SCAN = "scan", _("a scan or photograph of a paper")
    PRINTOUT = "printout", _("a printout")
    DERIVED = "derived", _("made from another file here: cut out, enlarged, written out")
