"""The jobs app: work that goes on after a page has answered, kept in the database until it is done."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class JobsConfig(AppConfig):
    """The queue, its worker and its schedules."""

    name = "tradewind_web.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Let every app declare its jobs."""
        for config in apps.get_app_configs():
            if config.name.startswith("tradewind_web.") and find_spec(f"{config.name}.tasks"):
                import_module(f"{config.name}.tasks")
