"""The accounts app: who signs in, how, and on which machines."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who sign in; what they may do comes from their agency (`agencies`)."""

    name = "tradewind_web.accounts"
    label = "accounts"
