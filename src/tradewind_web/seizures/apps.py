"""The seizures app: what was seized, typed in on a phone, corrected by versions, sent to the picture."""

from django.apps import AppConfig


class SeizuresConfig(AppConfig):
    """The register of seizures of each agency."""

    name = "tradewind_web.seizures"
    label = "seizures"
