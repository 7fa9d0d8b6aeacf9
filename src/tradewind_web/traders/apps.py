"""The traders app: companies and people, one record each, and links between them that can be undone."""

from django.apps import AppConfig


class TradersConfig(AppConfig):
    """The register of traders of each agency."""

    name = "tradewind_web.traders"
    label = "traders"
