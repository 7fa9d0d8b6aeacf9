"""A seizure with exhibits and entries of custody, for the platform's tests."""

from datetime import UTC, datetime, timedelta

from seizures_typed import recorded
from tradewind_web.seizures.actions import custody
from tradewind_web.seizures.values_custody import CylinderValues, EntryValues, ExhibitValues

NOW = datetime.now(UTC).replace(microsecond=0)
CAGE = ExhibitValues(
    "Cage of 48 cylinders", "R-22", containers=48, container_kind="disposable", gross_g=770_000, tare_g=120_000,
    net_g=650_000, weighed="each", cylinders=(CylinderValues("SN-1", "CN 2024", "CGA 660", "https://x/1"),),
)  # fmt: skip


def ago(**span) -> datetime:
    return NOW - timedelta(**span)


def seizure_held(acting, *exhibits: ExhibitValues):
    """A seizure with these exhibits, or one cage."""
    seizure = recorded(acting)
    for values in exhibits or (CAGE,):
        custody.add_exhibit(acting=acting, seizure_id=seizure.pk, values=values)
    return seizure


def taken(**said) -> EntryValues:
    """Otto takes it from the driver and brings it to the yard."""
    return EntryValues(**{
        "act": "taken", "exhibits": (1,), "happened_at": ago(hours=3), "from_holder": "Driver", "from_place": "Gate",
        "to_holder": "Otto", "to_place": "Yard", "seal_before": "", "seal_after": "S-1", **said,
    })  # fmt: skip


def handed(**said) -> EntryValues:
    """Otto gives it to Maren, who puts it into the shed."""
    return EntryValues(**{
        "act": "handed_over", "exhibits": (1,), "happened_at": ago(hours=1), "from_holder": "Otto",
        "from_place": "Yard", "to_holder": "Maren", "to_place": "Shed", "seal_before": "S-1", **said,
    })  # fmt: skip


def written(acting, seizure, values: EntryValues, **more):
    return custody.write_entry(acting=acting, seizure_id=seizure.pk, values=values, **more)
