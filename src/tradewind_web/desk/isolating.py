"""What fills a translated sentence of a page keeps its own direction: a name or a number in Latin letters would else
pull the marks and words beside it to the wrong side of an Arabic sentence.

Unicode's isolates stand around each value, as `<bdi>` would, and hold in attributes and titles too. In languages that
run from left to right nothing is added.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from django.template.base import Parser, Token
from django.template.context import Context
from django.templatetags import i18n
from django.utils.safestring import SafeData, mark_safe
from django.utils.translation import get_language_bidi

_FIRST_STRONG, _POP = "\u2068", "\u2069"
#: Only what has a direction of its own is isolated.
_LETTERS: Final = re.compile(r"[^\W_]")


def isolated(value: Any) -> Any:
    """Text that keeps its own direction within a sentence that runs from right to left; all else as it is."""
    if not isinstance(value, str) or not get_language_bidi() or not _LETTERS.search(value):
        return value
    told = f"{_FIRST_STRONG}{value}{_POP}"
    return mark_safe(told) if isinstance(value, SafeData) else told  # noqa: S308 - as safe as it came


@dataclass(frozen=True, slots=True)
class _Isolated:
    """An expression whose text is isolated."""

    expression: Any

    def resolve(self, context: Context) -> Any:
        """What Django puts into the sentence."""
        return isolated(self.expression.resolve(context))


def block_translate(parser: Parser, token: Token) -> Any:
    """Django's `blocktranslate`, its named values isolated."""
    node: Any = i18n.do_block_translate(parser, token)
    node.extra_context = {name: _Isolated(value) for name, value in node.extra_context.items()}
    return node


def isolate() -> None:
    """From now on every page's `blocktranslate` isolates what it is given."""
    for name in ("blocktranslate", "blocktrans"):
        i18n.register.tag(name, block_translate)
