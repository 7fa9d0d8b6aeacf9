"""The licensing app: licences from application to the last gram cleared, and the quotas they draw on."""

from django.apps import AppConfig


class LicensingConfig(AppConfig):
    """Licences, their lines and reservations, quotas with their ledger, and the rules of each Party."""

    name = "tradewind_web.licensing"
    label = "licensing"
