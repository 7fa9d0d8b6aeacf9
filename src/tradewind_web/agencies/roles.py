"""The roles of an agency, and which of them see case content. Administrators run the system and see none."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does for an agency; one person may hold several, shown on each record."""

    OFFICER = "officer", _("officer")
    SUPERVISOR = "supervisor", _("supervisor")
    LICENSING = "licensing", _("licensing officer")
    ANALYST = "analyst", _("analyst")
    PROSECUTOR = "prosecutor", _("prosecutor")
    ADMINISTRATOR = "administrator", _("administrator")


#: Roles that read findings, cases and traders. The administrator's is not among them.
CONTENT: Final = frozenset(Role) - {Role.ADMINISTRATOR}


class Kind(models.TextChoices):
    """What an agency is."""

    NOU = "nou", _("national ozone unit")
    CUSTOMS = "customs", _("customs")
    MARKET_SURVEILLANCE = "market", _("market surveillance")
    PROSECUTOR = "prosecutor", _("prosecutor's office")
    SECRETARIAT = "secretariat", _("international secretariat")
    OTHER = "other", _("other agency")
