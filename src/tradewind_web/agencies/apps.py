"""The agencies app: agencies of a Party or an international body, and who holds which role in them."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Agencies, memberships, delegations, calendars."""

    name = "tradewind_web.agencies"
    label = "agencies"

    def ready(self) -> None:
        """Tell the audit what roles are called, and of who comes and goes."""
        from tradewind_web.agencies import signing  # noqa: F401 (it registers itself)
        from tradewind_web.agencies.roles import Role
        from tradewind_web.audit.wording import ROLES

        ROLES.update(Role.choices)
