"""The sharing app: who a record reaches, decided when it is made and never wider by accident."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Audiences, groups, markings."""

    name = "tradewind_web.sharing"
    label = "sharing"
