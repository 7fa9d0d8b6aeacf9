"""The words of this app: what happened to goods, who says so, how a ledger stands."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Leg(models.TextChoices):
    """What happened; the values are those of the ledger (`tradewind.ledgers.accounts.Kind`)."""

    EXPORT = "export", _("export")
    TRANSIT = "transit", _("transit")
    DISCHARGE = "discharge", _("arrival told and discharged")
    WAREHOUSE = "warehouse", _("entry into a warehouse")
    FREE_ZONE = "free zone", _("entry into a free zone")
    PROCESSING = "processing", _("processing")
    RE_EXPORT = "re-export", _("re-export")
    IMPORT = "import", _("import")
    RETURNED = "returned", _("return")
    SEIZURE = "seizure", _("seizure")
    DESTRUCTION = "destruction", _("destruction")
    CONSUMPTION = "consumption", _("use")
    LOSS = "loss", _("loss")
    HANDED_ON = "handed on", _("given to another consignment")
    COUNT = "count", _("stocktaking")


class SaidBy(models.TextChoices):
    """Where a report of a leg comes from."""

    HAND = "hand", _("typed in by an officer")
    DECLARATION = "declaration", _("customs declaration")
    MOVEMENT = "movement", _("customs message")
    PARTNER = "partner", _("confirmation of a partner")
    LICENCE = "licence", _("use of a licence")


class State(models.TextChoices):
    """How the ledgers of a consignment stand together."""

    GAP = "gap", _("does not close")
    UNKNOWN = "unknown", _("a mass is not told")
    OPEN = "open", _("under way or in stock")
    CLOSED = "closed", _("closes")


class Nature(models.TextChoices):
    """What kind of gas it is said to be."""

    NEW = "new", _("new")
    RECOVERED = "recovered", _("recovered")
    RECYCLED = "recycled", _("recycled")
    RECLAIMED = "reclaimed", _("reclaimed")
    FEEDSTOCK = "feedstock", _("feedstock")
    EXEMPTED = "exempted", _("exempted use")


#: The lower is relied on first until a person decides: an officer saw the goods, a declarant wrote a paper.
RANKS: Final = {
    SaidBy.HAND: 0, SaidBy.DECLARATION: 1, SaidBy.MOVEMENT: 2, SaidBy.PARTNER: 3, SaidBy.LICENCE: 4,
}  # fmt: skip
#: Kinds that tell of goods leaving; of the others a transit tells of either end.
DEPARTURES: Final = frozenset({Leg.EXPORT, Leg.RE_EXPORT})
