"""The choices of a proceeding, each in words that stand on paper."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: A day on which nothing is due: it sorts behind all others.
NEVER: Final = date(9999, 12, 31)


class Track(models.TextChoices):
    """Before whom."""

    ADMINISTRATIVE = "administrative", _("administrative")
    CIVIL = "civil", _("civil")
    CRIMINAL = "criminal", _("criminal")


class State(models.TextChoices):
    """Where it stands."""

    OPEN = "open", pgettext_lazy("a proceeding", "open")
    DECIDED = "decided", pgettext_lazy("a proceeding", "decided")
    APPEALED = "appealed", pgettext_lazy("a proceeding", "appealed")
    FINAL = "final", pgettext_lazy("a proceeding", "final")
    DISCONTINUED = "discontinued", pgettext_lazy("a proceeding", "discontinued")


#: Nothing is decided in these any more.
CLOSED: Final = (State.FINAL, State.DISCONTINUED)
#: In these an amount is weighed.
WEIGHED: Final = (State.OPEN, State.APPEALED)


class Part(models.TextChoices):
    """What has to be proved."""

    WHO = "who", _("who did it")
    KNOWLEDGE = "knowledge", _("that they knew, or should have known")
    GAS = "gas", _("which gas it is")
    QUANTITY = "quantity", _("how much it is")
    MARKET = "market", _("that it was placed on the market, brought in or held")
    LICENCE = "licence", _("that there was no licence or quota")
    OTHER = "other", pgettext_lazy("an element of proof", "another element")


#: What every proceeding begins with.
FIRST_PARTS: Final = (Part.WHO, Part.KNOWLEDGE, Part.GAS, Part.QUANTITY, Part.MARKET, Part.LICENCE)


class Proof(models.TextChoices):
    """How an element of proof stands."""

    MISSING = "missing", pgettext_lazy("an element of proof", "missing")
    CONTESTED = "contested", pgettext_lazy("an element of proof", "contested")
    PROVED = "proved", pgettext_lazy("an element of proof", "proved")


class Side(models.TextChoices):
    """For what it speaks."""

    FOR = "for", _("speaks for it")
    AGAINST = "against", _("speaks against it, so for the accused")


class Measure(models.TextChoices):
    """By what the law measures a penalty."""

    ACT = "act", _("for each act")
    KG = "kg", _("for each kilogram, net")
    TONNE = "tonne_co2e", _("for each tonne of CO2 equivalent")
    VALUE = "value", _("per cent of the market value")


class Grade(models.TextChoices):
    """How well a provision is known."""

    READ = "read", _("read in the law itself")
    TWO = "two sources", _("two sources")
    ONE = "one source", _("one source")
    MEMORY = "memory", _("from memory, to be checked")


class StepKind(models.TextChoices):
    """What happened, or is due, on a day."""

    SERVED = "served", _("papers served")
    HEARING = "hearing", _("hearing")
    DEADLINE = "deadline", _("deadline")
    INTERRUPTION = "interruption", _("limitation interrupted")
    SUSPENSION = "suspension", _("limitation suspended")
    APPEAL = "appeal", _("appeal lodged")
    CONFISCATION = "confiscation", _("goods or gain confiscated")
    COSTS = "costs", _("costs paid back")
    PAYMENT = "payment", _("penalty paid")


#: Steps that lie ahead and are ticked when done.
AWAITED: Final = (StepKind.HEARING, StepKind.DEADLINE)


class Verdict(models.TextChoices):
    """What was decided."""

    FINE = "fine", _("a penalty in money")
    PRISON = "prison", _("prison, with or without a fine")
    WARNING = "warning", _("a warning")
    NO_PENALTY = "no_penalty", _("an infringement, no penalty")
    ACQUITTED = "acquitted", _("not proved: acquitted")
    SETTLED = "settled", _("settled with the accused (compounded)")
    DISCONTINUED = "discontinued", _("not pursued further")


#: Verdicts that carry an amount.
WITH_AMOUNT: Final = (Verdict.FINE, Verdict.PRISON, Verdict.SETTLED)


#: Verdicts by which an infringement stands.
INFRINGEMENTS: Final = (Verdict.FINE, Verdict.PRISON, Verdict.WARNING, Verdict.NO_PENALTY)


class Outside(models.TextChoices):
    """On which ground an amount may lie outside the range."""

    REPEAT = "repeat", _("a repetition, which the law punishes more")
    SEVERAL = "several", _("several acts, which are added up")
    MITIGATED = "mitigated", _("a rule that lets it be less")
    OTHER = "other", _("another rule of the law, named below")


class Edition(models.TextChoices):
    """For whom an archive is."""

    FULL = "full", _("full, for the prosecutor")
    DISCLOSURE = "disclosure", _("for disclosure to the defence")


class Ground(models.TextChoices):
    """Why something is left out of what the defence gets."""

    SOURCE = "source", _("the source of a tip")
    THIRD_PARTY = "third_party", _("a person who has nothing to do with it")
    OTHER_CASE = "other_case", _("another case")
    TRADE_SECRET = "trade_secret", _("a trade secret")


#: Factors that laws name; which of them count is what the provision says.
FACTORS: Final = (
    ("gain", _("the gain avoided")),
    ("co2e", _("the damage: tonnes of CO2 equivalent")),
    ("repeat", _("an earlier infringement")),
    ("means", _("the means of the accused")),
    ("intent", _("intent or negligence")),
    ("help", _("help given to clear it up")),
    ("duration", _("how long it went on")),
)
FACTOR_WORDS: Final = dict(FACTORS)
