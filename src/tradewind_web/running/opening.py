"""Opening an office's folder: the platform set up over it, its database brought up to date, its assets in place."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tradewind import __version__
from tradewind.errors import RequestError
from tradewind_web.office import Office, folder_from_environment, found_office, open_office

Tell = Callable[[str], None]
#: Django's command line says nothing while it works; the verbs tell progress themselves.
_QUIET: Final = {"interactive": False, "verbosity": 0}


def open_platform(folder: Path | None, *, demonstration: bool | None = None) -> Office:
    """Set the platform up over this folder for the rest of the process.

    `demonstration` None takes the folder as it is marked; True or False founds an office of that kind, or refuses
    one of the other.

    Raises:
        RequestError: the folder holds the other kind, or the platform is set up over another folder already.
    """
    import django
    from django.apps import apps
    from django.conf import settings

    folder = (folder or folder_from_environment()).resolve()
    office = (
        open_office(folder) if demonstration is None else found_office(folder, demonstration=demonstration)
    )
    if apps.ready:
        if settings.OFFICE.folder.resolve() != folder:
            raise RequestError(f"this process has {settings.OFFICE.folder} open; open {folder} in another")
        return office
    os.environ["TRADEWIND_OFFICE"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tradewind_web.settings"
    django.setup()
    return office


def bring_up_to_date(office: Office, tell: Tell) -> None:
    """Apply migrations and collect assets where this version differs from what stands in the folder."""
    from django.core.management import call_command

    from tradewind_web.licensing.actions.reserving import run_the_clock
    from tradewind_web.sources.actions.arriving import look_daily_everywhere

    office.folder.mkdir(parents=True, exist_ok=True)
    if unapplied():
        tell("bringing the database up to date")
        call_command("migrate", **_QUIET)
    look_daily_everywhere()
    run_the_clock()
    stamp = office.static / ".version"
    if not stamp.exists() or stamp.read_text() != _assets():
        tell("laying out the pages' assets")
        call_command("collectstatic", clear=True, **_QUIET)
        stamp.write_text(_assets())


def unapplied() -> list[str]:
    """Migrations that the database does not have yet, by name."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def _assets() -> str:
    """The version, and the newest change of any asset: a checkout under work has one version for months."""
    static = Path(__file__).resolve().parent.parent / "static"
    newest = max((p.stat().st_mtime_ns for p in static.rglob("*") if p.is_file()), default=0)
    return f"{__version__} {newest}"
