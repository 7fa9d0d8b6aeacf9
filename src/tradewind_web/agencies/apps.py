"""The agencies app: agencies of a Party or an international body, and who holds which role in them."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Agencies, memberships, delegations, calendars."""

    name = "tradewind_web.agencies"
    label = "agencies"
