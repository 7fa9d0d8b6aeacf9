"""The audit app: append-only by trigger, remade after every migration because SQLite drops triggers with tables."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    """Chains of events, one per agency, and the seals over them."""

    name = "tradewind_web.audit"
    label = "audit"

    def ready(self) -> None:
        """Guard the tables whenever migrations have run, and check it on start."""
        from tradewind_web.audit import checks, guarding  # noqa: F401 (checks register themselves)

        post_migrate.connect(guarding.guard_tables, sender=self)
