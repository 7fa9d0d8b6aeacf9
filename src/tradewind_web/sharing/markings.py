"""What a recipient may do with a record: Traffic Light Protocol 2.0 (FIRST, 2022) and a permitted action."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tlp(models.TextChoices):
    """How far a record may travel, strictest first."""

    RED = "red", _("TLP:RED, named persons only")
    AMBER_STRICT = "amber+strict", _("TLP:AMBER+STRICT, the agencies named")
    AMBER = "amber", _("TLP:AMBER, the agencies named and their Party's")
    GREEN = "green", _("TLP:GREEN, the community of agencies")
    CLEAR = "clear", _("TLP:CLEAR, no limit")


class Permitted(models.TextChoices):
    """What a recipient may do on the strength of a record, least first."""

    READ = "read", _("read only: no enquiry that could be noticed")
    USE = "use", _("use: check, open a case, act")
    PASS_ON = "pass_on", _("use and pass on within its TLP")


#: Strictest first; a record made from several carries the strictest of each.
TLP_ORDER: Final = tuple(Tlp)
PERMITTED_ORDER: Final = tuple(Permitted)


def strictest_tlp(markings: list[str]) -> Tlp:
    """The strictest of these; RED when there are none, because nothing was said."""
    return min((Tlp(m) for m in markings), key=TLP_ORDER.index, default=Tlp.RED)


def least_permitted(markings: list[str]) -> Permitted:
    """The least of these; READ when there are none."""
    return min((Permitted(m) for m in markings), key=PERMITTED_ORDER.index, default=Permitted.READ)
