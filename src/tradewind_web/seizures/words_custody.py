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
    "late": _("Written %(span)s after it happened."),
    "ahead": _("Written before the time at which it is said to have happened."),
    "out_of_order": _("Written after an entry on something that happened later."),
    "fork": _("Another entry claims to follow the same one."),
    "unknown_before": _("The entry it claims to follow is not here."),
    "gap_holder": _("Gap: the entry before left it with “%(left)s”; this one took it from “%(found)s”."),
    "gap_place": _("Gap: the entry before left it at “%(left)s”; this one took it from “%(found)s”."),
    "unsaid": _("Gap: it does not say from whom or from where."),
    "uncovered": _("Gap: nothing is written for %(span)s longer than was stated."),
    "seal": _("The seal left on it was “%(left)s”; the seal found is “%(found)s”."),
    "overlap": _("Another entry has it elsewhere at the same time."),
    "loss": _("Lighter than at the weighing before by %(mass)s kg, beyond what the scales may err."),
    "gain": _("Heavier than at the weighing before by %(mass)s kg, beyond what the scales may err."),
    "after_end": _("Its custody had ended before."),
    "unknown_corrected": _("The entry it corrects is not here."),
}


class Ask(models.TextChoices):
    """What in a custody asks for a look."""

    GAP = "gap", _("a gap")
    SEAL = "seal", _("a seal that does not match")
    OVERLAP = "overlap", _("an overlap, or two entries after one")
    LATE = "late", _("written late or out of order")
    MASS = "mass", _("lighter or heavier than before")
    ORDER = "order", _("an entry that points nowhere")
    ORIGINAL = "original", _("an original that is missing")


class Origin(models.TextChoices):
    """What a file of evidence is, in the order in which a court believes it."""

    ORIGINAL = "original", _("the original, from the device that made it")
    MESSAGING = "messaging", _("a copy that came through a messaging service")
    SCREENSHOT = "screenshot", _("a screenshot")
    SCAN = "scan", _("a scan or photograph of a paper")
    PRINTOUT = "printout", _("a printout")
    DERIVED = "derived", _("made from another file here: cut out, enlarged, written out")


class Ventilation(models.TextChoices):
    """How air comes into a site."""

    OPEN = "open", _("open air, under a roof")
    NATURAL = "natural", _("openings high and low")
    FORCED = "forced", _("a fan")
    NONE = "none", _("none")


class Payer(models.TextChoices):
    """Who pays for the storage."""

    IMPORTER = "importer", _("the importer")
    OFFENDER = "offender", _("whoever is found guilty")
    OWNER = "owner", _("the owner of the goods")
    STATE = "state", _("the state")


class Way(models.TextChoices):
    """What may become of seized goods."""

    RETURN = "return", _("return to the exporting country")
    DESTRUCTION = "destruction", _("destruction, here or abroad")
    STORAGE = "storage", _("storage until a date")
    AUCTION = "auction", _("auction to an eligible buyer")
    RECLAIM = "reclaim", _("reclaim and sale")


class Answer(models.TextChoices):
    """Whether a condition is met."""

    MET = "met", _("met")
    NOT_MET = "not_met", _("not met")
    UNKNOWN = "unknown", _("not known")


class DisposalState(models.TextChoices):
    """Where a disposal stands."""

    PROPOSED = "proposed", _("proposed")
    ALLOWED = "allowed", _("decided")
    REFUSED = "refused", _("refused")
    DONE = "done", _("carried out")
    CLOSED = "closed", _("closed")


#: Conditions of the ways, in words.
CONDITION_WORDS: Final[dict[str, Promise]] = {
    "identity_known": _("the gas is identified, by an instrument or a laboratory"),
    "exporter_agrees": _("the ozone unit of the exporting country agrees"),
    "may_be_moved": _("it may lawfully be moved: containers, papers, driver"),
    "arrival_confirmed": _("the other ozone unit will confirm that it arrived"),
    "facility_approved": _("the plant is approved for it"),
    "basel_notified": _("the Basel notification is made, or it stays in the country"),
    "site_ventilated": _("the site is ventilated"),
    "end_named": _("the day on which it ends is named"),
    "legal_to_use": _("the gas may still be placed on the market"),
    "buyer_licensed": _("the buyer is registered and holds licence and quota"),
    "tested_to_specification": _("it was tested and meets the specification"),
    "labelled": _("it is labelled as the law asks"),
    "not_counterfeit": _("it is no counterfeit"),
    "refillable": _("it is not in non-refillable cylinders, or is repacked"),
    "circulation_stated": _("the terms say that without this it does not go into free circulation"),
    "not_in_transit": _("it is not sold into transit"),
}
AXIS_WORDS: Final[dict[str, Promise]] = {
    "legality": _("lawful"), "identity": _("identity"), "cost": _("cost"), "emissions": _("emissions"),
    "re_entry": _("re-entry"), "article7": _("Article 7"), "revenue": _("revenue"),
}  # fmt: skip
#: What speaks for and against each way, beside its ratings.
WAY_NOTES: Final[dict[str, Promise]] = {
    "return": _(
        "Loads that were sent back have come again: ask for proof of arrival from the other ozone unit."
    ),
    "destruction": _("Costs most, ends it: 99.99 % is destroyed, nothing can come back to the market."),
    "storage": _("Ends nothing: costs run by the day and stored gas leaks."),
    "auction": _("Fetches far less than the legal price; the gas is let out in the end."),
    "reclaim": _(
        "Only for a gas that is known and still lawful; what is sold counts as placed on the market."
    ),
}
