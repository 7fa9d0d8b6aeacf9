"""What the audit tells of storage and disposal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from tradewind_web.audit.events import AuditEvent
from tradewind_web.seizures.events import Said
from tradewind_web.seizures.words_custody import Way


@dataclass(frozen=True, kw_only=True)
class SiteListed(AuditEvent):
    """A site where goods are kept."""

    name: ClassVar[str] = "seizures.site_listed"
    sentence: ClassVar = _("listed the storage site %(site)s")
    site: str
    said: Said


@dataclass(frozen=True, kw_only=True)
class SiteLookedAt(AuditEvent):
    """How a site was found."""

    name: ClassVar[str] = "seizures.site_looked_at"
    sentence: ClassVar = _("inspected the storage site %(site)s")
    site: str
    on: str
    is_well: bool


@dataclass(frozen=True, kw_only=True)
class StayBegun(AuditEvent):
    """Goods lie at a site, and the meter runs."""

    name: ClassVar[str] = "seizures.stay_begun"
    sentence: ClassVar = _("began the storage at %(site)s on %(since)s")
    personal: ClassVar = frozenset({"said"})
    site: str
    since: str
    said: Said


@dataclass(frozen=True, kw_only=True)
class StayEnded(AuditEvent):
    """The meter stopped."""

    name: ClassVar[str] = "seizures.stay_ended"
    sentence: ClassVar = _("ended the storage at %(site)s on %(until)s")
    site: str
    until: str


@dataclass(frozen=True, kw_only=True)
class DisposalProposed(AuditEvent):
    """A way was proposed."""

    name: ClassVar[str] = "seizures.disposal_proposed"
    sentence: ClassVar = _("proposed: %(way)s")
    words: ClassVar = {"way": dict(Way.choices)}
    personal: ClassVar = frozenset({"said"})
    way: str
    said: Said


@dataclass(frozen=True, kw_only=True)
class DisposalDecided(AuditEvent):
    """A second person decided."""

    name: ClassVar[str] = "seizures.disposal_decided"
    sentence: ClassVar = _("decided on disposal %(number)s")
    personal: ClassVar = frozenset({"reason"})
    number: int
    is_allowed: bool


@dataclass(frozen=True, kw_only=True)
class DisposalDone(AuditEvent):
    """It was carried out: the masses against what was held."""

    name: ClassVar[str] = "seizures.disposal_done"
    sentence: ClassVar = _("carried disposal %(number)s out")
    personal: ClassVar = frozenset({"reason"})
    number: int
    held_g: int
    difference_g: int
    closes: bool | None


@dataclass(frozen=True, kw_only=True)
class ArrivalProved(AuditEvent):
    """What was returned arrived."""

    name: ClassVar[str] = "seizures.arrival_proved"
    sentence: ClassVar = _("proved the arrival of disposal %(number)s on %(on)s")
    number: int
    on: str
