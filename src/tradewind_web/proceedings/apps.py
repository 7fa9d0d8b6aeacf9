"""The proceedings app: from elements of proof to a decision, its amount, and the archive for the court."""

from django.apps import AppConfig


class ProceedingsConfig(AppConfig):
    """Administrative, civil and criminal proceedings of each agency."""

    name = "tradewind_web.proceedings"
    label = "proceedings"
