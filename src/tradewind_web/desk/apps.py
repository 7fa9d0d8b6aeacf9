"""The desk app: pages that look across apps. It has no models."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The day's page, the picture, search."""

    name = "tradewind_web.desk"
    label = "desk"
