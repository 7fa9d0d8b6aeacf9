"""The field app: what an officer asks beside the cylinders. It keeps only what an officer lays to a case."""

from django.apps import AppConfig


class FieldConfig(AppConfig):
    """Identifying a gas and choosing cylinders to test."""

    name = "tradewind_web.field"
    label = "field"
