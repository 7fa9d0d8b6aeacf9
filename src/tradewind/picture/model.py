"""What a picture holds: values only. Renderers draw it; they decide nothing.

Text is already in the picture's language. In every table None means not reported, never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from tradewind.findings import Finding

Kind = Literal["text", "key", "number", "year", "link", "count", "range"]
#: How two accounts of one flow lie.
Standing = Literal["outside", "inside", "small"]
#: An interval that rests on finds, an upper bound where nothing was found, and what nobody looked at by chance.
ReachKind = Literal["found", "bound", "unknown"]
ArcKind = Literal["route", "trade"] | Standing
#: What a case proves, weakest first; the order of stacks and legends.
STANDINGS = ("allegation", "administrative decision", "judgment")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: numbers stand to the right; `link` cells are addresses of sources."""

    key: str
    label: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows behind a figure. `absent` says in words what None means here (default: not reported); `under` are
    lines below the rows, as a formula by which they can be recomputed."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Any], ...]
    note: str = ""
    absent: str = ""
    under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """Cases detected in one country, on the map: known mass in kg, and how many cases give no mass."""

    place: str
    name: str
    cases: int
    known_kg: float
    unknown_mass: int


@dataclass(frozen=True, slots=True)
class Arc:
    """A line on the map from one country to another; `kind` is route (named in cases), trade (reported), or
    how two accounts of one flow lie: outside or inside the band, or too small to judge."""

    start: str
    end: str
    label: str
    kind: ArcKind
    mass_kg: float | None
    count: int


@dataclass(frozen=True, slots=True)
class WorldMap:
    """Marks and arcs on the boundaries; `own` is tinted; `inset` is west, south, east, north in degrees."""

    title: str
    description: str
    marks: tuple[Mark, ...]
    arcs: tuple[Arc, ...]
    own: str | None = None
    inset: tuple[float, float, float, float] | None = None
    inset_title: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, in parts as (class, number); `apart` sets it off from the axis, as "date unknown" is.

    `figure` stands at its end in place of the sum of its parts.
    """

    label: str
    parts: tuple[tuple[str, float], ...]
    apart: bool = False
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Upright bars over years, or lying bars over names; `legend` names the classes of the parts."""

    title: str
    description: str
    bars: tuple[Bar, ...]
    legend: tuple[tuple[str, str], ...]
    unit: str
    upright: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """One price point or range on a line."""

    label: str
    low: float
    high: float
    kind: str


@dataclass(frozen=True, slots=True)
class Spans:
    """Price points on one axis, in one unit."""

    title: str
    description: str
    spans: tuple[Span, ...]
    unit: str
    legend: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """A table whose cells are shaded by their count; None is nothing on file, not zero."""

    title: str
    row_head: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class AccountYear:
    """Two accounts of one flow in one year, in the figure's unit; `band` is None where the pair is too small to
    judge. `label` says it all in words."""

    year: int
    sent: float
    got: float
    band: tuple[float, float] | None
    label: str


@dataclass(frozen=True, slots=True)
class Accounts:
    """What one side says it sent and the other says it got, over the years, on the band of what honest accounts
    of the import show. `gap` is (year, from, to) of what is missing at least. `ticks` are figures of the axis with
    their words. `words` name sent, got, band and gap; the last is empty where there is no gap."""

    title: str
    description: str
    years: tuple[AccountYear, ...]
    gap: tuple[int, float, float] | None
    ticks: tuple[tuple[float, str], ...]
    unit: str
    words: tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Share:
    """A share between 0 and 1 that was counted, and between what chance alone would leave it."""

    label: str
    share: float
    chance: tuple[float, float]
    figure: str
    count: str


@dataclass(frozen=True, slots=True)
class Shares:
    """Counted shares beside the share that is expected. `words` name what was counted, chance, what was expected
    and the axis; `ticks` are shares of the axis with their words."""

    title: str
    description: str
    shares: tuple[Share, ...]
    expected: float
    ticks: tuple[tuple[float, str], ...]
    words: tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Reach:
    """An estimate as an interval of the axis; `mid` is None where nothing was found or looked at. `figure` says it
    all in words."""

    label: str
    low: float
    mid: float | None
    high: float
    kind: ReachKind
    figure: str


@dataclass(frozen=True, slots=True)
class Reaches:
    """Intervals on one axis from zero. `ticks` are figures of the axis with their words; `legend` names the kinds."""

    title: str
    description: str
    rows: tuple[Reach, ...]
    ticks: tuple[tuple[float, str], ...]
    unit: str
    legend: Mapping[ReachKind, str]


Figure = WorldMap | Bars | Spans | Heat | Accounts | Shares | Reaches


@dataclass(frozen=True, slots=True)
class Part:
    """One subject within a section: what is said of it, its figures, a list of points and its own tables."""

    key: str
    title: str
    lead: tuple[str, ...]
    figures: tuple[Figure, ...]
    points_title: str
    points: tuple[str, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One question of the picture: its figures, the tables behind them, what they rest on and may not say."""

    key: str
    title: str
    lead: tuple[str, ...]
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    findings: tuple[Finding, ...] = ()
    sources: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    open_tables: bool = False
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """Sections that are read together: the own Party, the world, what inspections tell, or what the data can and cannot
    say."""

    key: Literal["own", "world", "inspections", "data"]
    title: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything a page shows. `hidden` maps a case the office hid to its reason."""

    title: str
    language: str
    made_on: date
    generation: int
    party: str | None
    party_name: str
    chapters: tuple[Chapter, ...]
    caveats: tuple[str, ...]
    disclaimer: str
    hidden: Mapping[str, str] = field(default_factory=dict)
    boundaries_source: str = ""
    with_map: bool = True

    @property
    def sections(self) -> tuple[Section, ...]:
        """Sections of all chapters, in reading order."""
        return tuple(section for chapter in self.chapters for section in chapter.sections)
