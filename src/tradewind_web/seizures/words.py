"""The choices of a seizure, each with its code in the register's own form (`tradewind.reference.cases`)."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class What(models.TextChoices):
    """What happened."""

    SEIZURE = "seizure", pgettext_lazy("what happened", "seized")
    DETENTION = "detention", _("held until it is tested or papers come")
    REFUSAL = "refusal", _("entry or exit refused")


class Found(models.TextChoices):
    """How it was found."""

    ROUTINE = "routine_check", _("in a routine check")
    RISK = "risk_profile", _("chosen by risk")
    TIP = "tip", _("by a tip")
    OTHER_AGENCY = "inter_agency", _("by another agency")
    OTHER = "other", _("in another way")


class Transport(models.TextChoices):
    """How the goods travelled."""

    TRUCK = "road_truck", _("by truck")
    VAN = "road_van", _("by van")
    CAR = "road_car", _("by car or bus")
    CONTAINER = "sea_container", _("by sea, in a container")
    SEA = "sea", _("by sea, otherwise")
    RAIL = "rail", _("by rail")
    AIR = "air", _("by air")
    POST = "post_parcel", _("by post or courier")
    TRAVELLER = "traveller", _("with a traveller")
    STORE = "domestic_store", _("in a shop or a store")
    SALE = "domestic_sale", _("offered for sale, also online")


class Basis(models.TextChoices):
    """What a mass is: never a bare number."""

    NET = "net", _("net: the gas alone, weighed or on the papers")
    GROSS = "gross", _("gross: with its containers")
    ESTIMATED = "estimated", _("estimated: not weighed")


class Container(models.TextChoices):
    """What the gas is in."""

    DISPOSABLE = "disposable", _("non-refillable cylinders")
    REFILLABLE = "refillable", _("refillable cylinders")
    DRUM = "drum", _("drums of a tonne")
    TANK = "tank", _("tanks")
    CAN = "can", _("small cans")
    EQUIPMENT = "equipment", _("equipment that holds gas")
    OTHER = "other", pgettext_lazy("a container", "other")


class Outcome(models.TextChoices):
    """Where it stands."""

    SEIZED = "seized", pgettext_lazy("where the goods stand", "seized")
    DETAINED = "detained", _("held")
    INVESTIGATION = "under_investigation", _("under investigation")
    RETURNED = "returned", _("returned")
    REFUSED = "entry_denied", _("entry refused")
    FORFEITED = "forfeited", _("forfeited")
    DESTROYED = "destroyed", _("destroyed")
    CONVICTED = "convicted", _("convicted")


#: Methods of smuggling that are offered, of those the register of public cases knows; the commonest first.
METHODS: Final[tuple[tuple[str, Promise], ...]] = (
    ("misdeclaration", _("declared as something else")),
    ("no_declaration", _("not declared")),
    ("no_licence", _("no licence")),
    ("no_quota", _("no quota")),
    ("over_quota", _("quota exceeded")),
    ("false_documents", _("false papers")),
    ("no_documents", _("no papers")),
    ("misclassification_hs", _("wrong HS code")),
    ("mislabelled", _("label of another gas")),
    ("counterfeit", _("counterfeit brand")),
    ("non_refillable_cylinders", _("non-refillable cylinders")),
    ("hidden_in_load", _("hidden among other goods")),
    ("hidden_in_vehicle", _("hidden in a vehicle")),
    ("in_equipment", _("inside equipment")),
    ("transit_diversion", _("transit diverted")),
    ("re_export", _("re-export")),
    ("unregistered_importer", _("importer not registered")),
    ("e_commerce", _("sold online")),
    ("postal", _("by post or courier")),
    ("organised_group", _("organised group")),
)
METHOD_WORDS: Final = dict(METHODS)
