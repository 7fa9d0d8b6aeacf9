"""The desk app: pages that look across apps. It has no models."""

from django.apps import AppConfig

from tradewind_web.desk.isolating import isolate


class DeskConfig(AppConfig):
    """The day's page, the picture, search."""

    name = "tradewind_web.desk"
    label = "desk"

    def ready(self) -> None:
        """Names within translated sentences keep their own direction on every page."""
        isolate()
