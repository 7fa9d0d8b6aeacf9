"""The consignments app: from licence to disposal, told by many, closed by one ledger."""

from django.apps import AppConfig


class ConsignmentsConfig(AppConfig):
    """Consignments of each agency, what is said of their legs, and whether their ledgers close."""

    name = "tradewind_web.consignments"
    label = "consignments"
