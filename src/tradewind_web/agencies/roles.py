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


#: What each role opens, for the list of demonstration accounts and the form that gives a role.
OPENS: Final = {
    Role.OFFICER: _("the day's findings, traders and cases: triages, records, asks"),
    Role.SUPERVISOR: _("all an officer sees, and who works here, what is shared, what needs a second person"),
    Role.LICENSING: _("licences, quotas and who used how much of them"),
    Role.ANALYST: _("findings, figures and the picture across the agency"),
    Role.PROSECUTOR: _("cases handed over, their evidence and history"),
    Role.ADMINISTRATOR: _("accounts, settings and work in hand; no findings and no cases"),
}

#: Roles that the first people of a new agency hold, by what the agency is.
FIRST_ROLES: Final = {
    "nou": (Role.OFFICER, Role.SUPERVISOR, Role.LICENSING),
    "customs": (Role.OFFICER, Role.SUPERVISOR, Role.ANALYST),
    "market": (Role.OFFICER, Role.SUPERVISOR),
    "prosecutor": (Role.PROSECUTOR, Role.SUPERVISOR),
    "secretariat": (Role.ANALYST, Role.SUPERVISOR),
    "other": (Role.OFFICER, Role.SUPERVISOR),
}


class Kind(models.TextChoices):
    """What an agency is."""

    NOU = "nou", _("national ozone unit")
    CUSTOMS = "customs", _("customs")
    MARKET_SURVEILLANCE = "market", _("market surveillance")
    PROSECUTOR = "prosecutor", _("prosecutor's office")
    SECRETARIAT = "secretariat", _("international secretariat")
    OTHER = "other", _("other agency")
