"""The way of one consignment on the map of the picture; its table says the same."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources

from django.utils.translation import gettext as _

from tradewind.languages import translator
from tradewind.picture.boundaries import shipped
from tradewind.picture.caveats import DISCLAIMER
from tradewind.picture.drawing import worldmap
from tradewind.picture.model import Arc, WorldMap
from tradewind.picture.projection import spot
from tradewind_web.consignments.models import Consignment, LegReport
from tradewind_web.traders.places import language, named


def is_drawable(way: Sequence[tuple[str, str, LegReport]]) -> bool:
    """Whether the map has a point for both ends of any leg."""
    return shipped() is not None and any(spot(one) and spot(other) for one, other, _ in way)


def drawn(consignment: Consignment, way: Sequence[tuple[str, str, LegReport]]) -> str:
    """The map as one SVG that stands alone; "" where there is nothing to draw."""
    boundaries = shipped()
    if boundaries is None or not is_drawable(way):
        return ""
    say = translator("picture", language())
    arcs = tuple(
        Arc(
            one, other, _("%(from)s to %(to)s") % {"from": named(one), "to": named(other)}, "route",
            report.net_g / 1000 if report.net_g else None, 1,
        )
        for one, other, report in way
    )  # fmt: skip
    title = _("The way of consignment %(ucr)s") % {"ucr": consignment.ucr}
    spec = WorldMap(
        title, "; ".join(arc.label for arc in arcs), (), arcs, own=consignment.owner.party or None
    )
    style = (resources.files("tradewind.picture") / "look" / "figure.css").read_text("utf-8")

    def in_our_words(text: str) -> str:
        return _("leg as it is told") if text == "route named in cases" else say(text)

    return str(worldmap.draw("way", spec, boundaries, say(DISCLAIMER), in_our_words, style))
