"""The cases app: from a suspicion to its outcome, on a procedure that is data."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The cases of each agency, and the procedures it adopted."""

    name = "tradewind_web.cases"
    label = "cases"
