"""The picture as one HTML file that needs no network and no JavaScript to be read."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tradewind.detectors.coverage_texts import NO_ARTICLE_7, NO_PROVEN_CASE, NO_STATISTICS
from tradewind.languages import direction, translator
from tradewind.picture.boundaries import Boundaries
from tradewind.picture.drawing import accounts, bars, reaches, shares, spans, worldmap
from tradewind.picture.drawing.scales import shade
from tradewind.picture.model import Accounts, Bars, Figure, Heat, Picture, Reaches, Shares, Spans, WorldMap
from tradewind.picture.sections.findings import about, figures
from tradewind.picture.setting import Setting

#: Rows of a table on the page; all stand in the workbook and the JSON.
MOST_ROWS: Final = 600
#: Cards on the page; the rest of a long ranking stands in its table.
MOST_FINDINGS: Final = 30
#: Cards that are shown at once; the others unfold, because a telephone shows one card at a time.
FIRST_FINDINGS: Final = 10


def render(picture: Picture, boundaries: Boundaries | None) -> str:
    """The page as text. Without `boundaries` tables stand where maps would."""
    style, script = _asset("figure.css") + _asset("page.css"), _asset("page.js")
    return (
        _environment()
        .get_template("page.html")
        .render(
            _words(picture, boundaries),
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            policy=policy(style, script),
        )
    )


def render_sections(picture: Picture, boundaries: Boundaries | None) -> dict[str, str]:
    """Each section of the picture as a piece of a page of somebody else's, by its key.

    Its style and script are the files in `picture/look/`; a piece with a map brings the land it draws on.
    """
    words = _words(picture, boundaries)
    template = _environment().get_template("piece.html")
    return {
        section.key: template.render(words, chapter=chapter, section=section)
        for chapter in picture.chapters
        for section in chapter.sections
    }


def _words(picture: Picture, boundaries: Boundaries | None) -> dict[str, Any]:
    """What the templates speak of."""
    setting = Setting(picture.language, picture.party, picture.made_on)
    return {
        "picture": picture,
        "_": setting.say,
        "dir": direction(picture.language),
        "day": setting.day(picture.made_on),
        "ground": worldmap.land(boundaries) + worldmap.lines(boundaries) if boundaries else None,
        "kind": lambda figure: type(figure).__name__,
        "draw": _drawer(picture, boundaries),
        "draw_narrow": narrow,
        "draw_inset": _inset_drawer(picture, boundaries),
        "first_findings": FIRST_FINDINGS,
        "most_findings": MOST_FINDINGS,
        "most_rows": MOST_ROWS,
        "figures": lambda finding: figures(finding, setting),
        "about": lambda finding: about(finding, setting),
        "number": setting.number,
        "silences": {
            setting.say(NO_STATISTICS): "s1", setting.say(NO_ARTICLE_7): "s2", setting.say(NO_PROVEN_CASE): "s3",
        },
    }  # fmt: skip


def drawn(
    figure: Figure, key: str, picture: Picture, boundaries: Boundaries | None, style: str = ""
) -> Markup:
    """One figure as SVG; with `style` it stands alone."""
    if isinstance(figure, WorldMap) and boundaries:
        say = translator("picture", picture.language)
        return worldmap.draw(key, figure, boundaries, picture.disclaimer, say, style)
    if isinstance(figure, Bars):
        return bars.draw(key, figure, style)
    if isinstance(figure, Spans):
        return spans.draw(key, figure, style)
    if isinstance(figure, Accounts):
        return accounts.draw(key, figure, style)
    if isinstance(figure, Shares):
        return shares.draw(key, figure, style)
    if isinstance(figure, Reaches):
        return reaches.draw(key, figure, style)
    return Markup("")


def narrow(figure: Figure, key: str) -> Markup:
    """The figure at a telephone's width; nothing where the wide one is moved sideways instead."""
    if isinstance(figure, Bars):
        return bars.draw_narrow(key, figure)
    if isinstance(figure, Accounts):
        return accounts.draw_narrow(key, figure)
    if isinstance(figure, Shares):
        return shares.draw_narrow(key, figure)
    if isinstance(figure, Reaches):
        return reaches.draw_narrow(key, figure)
    return Markup("")


@cache
def standalone_style() -> str:
    """The figures' style with every variable at its value for paper."""
    return re.sub(r"var\(--[\w-]+,([^)]*)\)", r"\1", _asset("figure.css"))


def policy(style: str, script: str) -> str:
    """A content security policy: our own style and script by their digest, nothing fetched, nothing sent."""

    def allowed(text: str) -> str:
        return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"

    return (
        f"default-src 'none'; style-src {allowed(style)}; script-src {allowed(script)}; img-src data:;"
        " base-uri 'none'; form-action 'none'"
    )


def _drawer(picture: Picture, boundaries: Boundaries | None) -> Callable[[Figure, str], Markup]:
    return lambda figure, key: drawn(figure, key, picture, boundaries)


def _inset_drawer(picture: Picture, boundaries: Boundaries | None) -> Callable[[WorldMap, str], Markup]:
    say = translator("picture", picture.language)

    def draw(figure: WorldMap, key: str) -> Markup:
        return (
            worldmap.draw_inset(key, figure, boundaries, picture.disclaimer, say)
            if boundaries
            else Markup("")
        )

    return draw


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("tradewind.picture", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["with"] = lambda text, **words: text % words
    environment.globals["shade"] = _shade
    return environment


def _shade(count: int, figure: Heat) -> int:
    greatest = max(n for _, cells in figure.rows for n in cells if n)
    return shade(count, greatest)


@cache
def _asset(name: str) -> str:
    return (resources.files("tradewind.picture") / "look" / name).read_text("utf-8")


__all__: list[Any] = ["MOST_FINDINGS", "drawn", "policy", "render", "render_sections", "standalone_style"]
