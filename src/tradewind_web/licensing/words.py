"""The choices of licences, quotas and reservations. Codes are ours; each says what it means to a person."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    """What the licence allows (Article 4B asks for the first two)."""

    IMPORT = "import", _("import")
    EXPORT = "export", _("export")
    TRANSIT = "transit", _("transit")


class State(models.TextChoices):
    """Where a licence stands. Whether it expired or is used up follows from its dates and masses."""

    DRAFT = "draft", _("being written")
    APPLIED = "applied", _("applied for")
    MORE_ASKED = "more_asked", _("more was asked of the applicant")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    SUSPENDED = "suspended", _("suspended")
    REVOKED = "revoked", _("revoked")
    WITHDRAWN = "withdrawn", _("withdrawn by the applicant")


#: Still to be decided.
OPEN: Final = (State.APPLIED, State.MORE_ASKED)
#: Has a number and a paper.
ISSUED: Final = (State.GRANTED, State.SUSPENDED, State.REVOKED)


class Standing(models.TextChoices):
    """What customs and the public are told of a licence on a day."""

    VALID = "valid", _("valid")
    NOT_YET = "not_yet", _("not valid yet")
    EXPIRED = "expired", _("expired")
    USED_UP = "used_up", _("used up")
    SUSPENDED = "suspended", _("suspended")
    REVOKED = "revoked", _("revoked")


class Nature(models.TextChoices):
    """New, or used before (decision IV/24 has the words)."""

    NEW = "new", _("new")
    RECOVERED = "recovered", _("recovered")
    RECYCLED = "recycled", _("recycled")
    RECLAIMED = "reclaimed", _("reclaimed")


class Purpose(models.TextChoices):
    """What it is for; only ordinary use counts as consumption."""

    ORDINARY = "ordinary", _("ordinary use")
    FEEDSTOCK = "feedstock", _("feedstock")
    PROCESS_AGENT = "process_agent", _("process agent")
    QPS = "qps", _("quarantine and pre-shipment")
    LABORATORY = "laboratory", _("laboratory and analytical use")
    CRITICAL = "critical", _("critical or essential use the Parties agreed")
    OTHER_EXEMPT = "other_exempt", _("other exempted use")


class What(models.TextChoices):
    """How the gas travels; what is in equipment or in polyol is never added to consumption."""

    BULK = "bulk", _("in bulk: cylinders, drums, tanks")
    EQUIPMENT = "equipment", _("inside equipment")
    POLYOL = "polyol", _("in pre-blended polyol")


class Sector(models.TextChoices):
    """Sector of use, as the country programme report of the Multilateral Fund asks."""

    SERVICING = "servicing", _("servicing of refrigeration and air conditioning")
    REFRIGERATION = "refrigeration", _("manufacture of refrigeration equipment")
    AIR_CONDITIONING = "air_conditioning", _("manufacture of air conditioning")
    FOAM = "foam", _("foam")
    AEROSOL = "aerosol", _("aerosol")
    FIRE = "fire", _("fire fighting")
    SOLVENT = "solvent", _("solvent")
    FUMIGATION = "fumigation", _("fumigation")
    LABORATORY = "laboratory", _("laboratory")
    OTHER = "other", _("other")


class Held(models.TextChoices):
    """State of a reservation."""

    HELD = "held", _("held")
    CONFIRMED = "confirmed", _("confirmed")
    CANCELLED = "cancelled", _("cancelled")
    LAPSED = "lapsed", _("lapsed")


class Came(models.TextChoices):
    """By which way a reservation or a write-off came."""

    API = "api", _("from the customs system")
    DAILY_FILE = "daily_file", _("from the daily file of customs")
    PAPER = "paper", _("from the back of the paper")
    FALLBACK = "fallback", _("entered while the link was down")


class Unit(models.TextChoices):
    """What a quota is measured in. Amounts are whole milligrams of it."""

    MASS = "kg", _("kg")
    ODP = "odp_kg", _("ODP kg")
    CO2E = "co2e_kg", _("kg CO2e")


class Pool(models.TextChoices):
    """Whose quota it is."""

    HOLDER = "holder", _("of a holder")
    RESERVE = "reserve", _("reserve")
    NEW_ENTRANTS = "new_entrants", _("for new entrants")


class Entry(models.TextChoices):
    """Why a quota's amounts changed."""

    ALLOCATION = "allocation", _("allocated")
    CORRECTION = "correction", _("allocation corrected")
    TRANSFER_IN = "transfer_in", _("received by transfer")
    TRANSFER_OUT = "transfer_out", _("given by transfer")
    RESERVE = "reserve", _("put into the reserve")
    NEW_ENTRANT = "new_entrant", _("given to a new entrant")
    PENALTY = "penalty", _("taken for excess in an earlier year")
    RETURN = "return", _("returned unused")
    COMMITMENT = "commitment", _("committed to a licence")
    RELEASE = "release", _("released from a licence")
    CLEARING = "clearing", _("cleared by customs")
    CLEARING_UNDONE = "clearing_undone", _("clearing corrected")
    OVERRUN = "overrun", _("allowed beyond the quota")


#: Entries that change what is allotted; the others move committed, cleared or overrun.
ALLOTTING: Final = (
    Entry.ALLOCATION, Entry.CORRECTION, Entry.TRANSFER_IN, Entry.TRANSFER_OUT, Entry.RESERVE, Entry.NEW_ENTRANT,
    Entry.PENALTY, Entry.RETURN,
)  # fmt: skip


class Leads(models.TextChoices):
    """Which ledger of a licence's balance counts where two differ."""

    OURS = "ours", _("this office's")
    CUSTOMS = "customs", _("the customs system's own write-off")


class LinkLevel(models.IntegerChoices):
    """How customs and licences are tied together."""

    PAPER = 0, _("0: by paper and code")
    DAILY = 1, _("1: by a daily file")
    LIVE = 2, _("2: at each declaration")


class CountsAt(models.TextChoices):
    """When a licence draws on the quota."""

    GRANT = "grant", _("when the licence is granted")
    CLEARING = "clearing", _("when customs clears the goods")


class Span(models.TextChoices):
    """What one licence covers."""

    SHIPMENT = "shipment", _("one shipment")
    PERIOD = "period", _("a period, with several shipments")


class Appealed(models.TextChoices):
    """Where an appeal stands."""

    LODGED = "lodged", _("lodged")
    UPHELD = "upheld", _("the decision stands")
    OVERTURNED = "overturned", _("the decision is set aside")


class Checked(models.TextChoices):
    """What became of a clearance that was typed in while the link was down."""

    RECONCILED = "reconciled", _("reconciled")
    REFUSED = "refused", _("refused")


class HookTold(models.TextChoices):
    """What the address of an agency is told of a licence. The codes are data for programs and never change."""

    SUSPENDED = "suspended", _("suspended")
    REVOKED = "revoked", _("revoked")
    REINSTATED = "reinstated", _("in force again")


class HookState(models.TextChoices):
    """What came of telling it."""

    WAITING = "waiting", _("is tried")
    DELIVERED = "delivered", _("delivered")
    GIVEN_UP = "given_up", _("given up")


class HookTrouble(models.TextChoices):
    """Why an address could not be told."""

    NO_ADDRESS = "no_address", _("the name of the address leads nowhere")
    PRIVATE = "private", _("the address leads into a private network, which this office does not allow")
    NO_ANSWER = "no_answer", _("it did not answer in time")
    NO_TRUST = "no_trust", _("its certificate is not trusted")
    ANSWERED = "answered", _("it answered with something else than yes")
    TOO_LONG = "too_long", _("its answer was too long")
    ENDED = "ended", _("the address was ended before it could be told")
    NO_SECRET = "no_secret", _("the secret of this office changed; register the address anew")
