"""The accounts app: who signs in, how, and on which machines."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who sign in; what they may do comes from their agency (`agencies`)."""

    name = "tradewind_web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Tell the audit of second factors, and check the clock on start."""
        from tradewind_web.accounts import clock, factors  # noqa: F401 (both register themselves)
