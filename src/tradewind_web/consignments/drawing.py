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
from tradewind_web.consignments.models import Consignment, LegReport
from tradewind_web.traders.places import language, named


def drawn(consignment: Consignment, way: Sequence[tuple[str, str, LegReport]]) -> str:
    """The map as one SVG that stands alone; "" where the build has no boundaries."""
    boundaries = shipped()
    if boundaries is None:
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
