"""What is in this cylinder? Instrument, pressure and temperature, mass and label; and how many to sample."""

from tradewind.identification.evidence import Evidence, air_at, label_named, parse_reading, read_shares
from tradewind.identification.identifying import Identification, identify
from tradewind.identification.sampling import Layout, SamplingPlan, parse_layout, sampling_plan
from tradewind.identification.verdicts import Ranked

__all__ = [
    "Evidence",
    "Identification",
    "Layout",
    "Ranked",
    "SamplingPlan",
    "air_at",
    "identify",
    "label_named",
    "parse_layout",
    "parse_reading",
    "read_shares",
    "sampling_plan",
]
