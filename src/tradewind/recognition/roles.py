"""In which role a text names a substance: spoken of, absent, replaced by another, or served by a tool."""

from __future__ import annotations

import re
from typing import Final

from tradewind.recognition.candidates import Candidate
from tradewind.recognition.cues import Spans
from tradewind.recognition.folding import fold_word

_ABSENT_BEFORE: Final = re.compile(
    fold_word(
        r"(?:\bno|\bnot|without|free of|free from|does not contain|ohne|\bsans|\bsin|\bsem|senza|zonder|\bbez|utan|"
        r"uden|без|не содержит|不含|无|無|بدون|خالي من)\s*(?:gas|freon|refrigerant|le |de |les )?\s*$"
    )
)
_ABSENT_AFTER: Final = re.compile(r"[\s-]?(?:free\b(?! ship)|-frei\b|frei\b(?!e))|を使わ|不使用|フリー")
_REPLACED_BEFORE: Final = re.compile(
    fold_word(
        r"(?:replac\w*|substitut\w*|alternativ\w*|successor|equivalent|drop-?\s?in|ersatz|ersetz\w*|remplac\w*|"
        r"sustitu\w*|sostitu\w*|instead|in place|вместо|замена|заменяет|zamiennik\w*|替代|代替|取代|بديل)\s*"
        r"(?:\w+\s){0,2}(?:for|of|to|für|von|de|du|del|di|dla|на|the)?\s*"
        r"(?:\w+[\s,/]+(?:and\s|und\s|et\s|y\s)?){0,2}$"
    )
)
_REPLACED_AFTER: Final = re.compile(
    r"\s?-?(?:replacement|substitute|alternative|ersatz|의?\s?대체|替代|代替|の代替|yerine|muadil)"
)
_SERVED_BEFORE: Final = re.compile(
    fold_word(
        r"(?:\b(?:for|fits|für|pour|para|per|voor|dla|pro|till|suitable for|compatible with|works with)|"
        r"для|用于|適用|لـ|สำหรับ|untuk|cho)\s*(?:use with\s|refrigerant\s|gas\s|freon\s|gaz\s)?"
        r"(?:[\w-]+\s?[/,]\s?){0,5}$"
    )
)


def role_of(folded: str, found: Candidate, cues: Spans) -> str:
    if not (cues.keys() & {"absent", "replace", "tool", "equipment"}):
        return "named"
    before, after = folded[max(0, found.start - 40) : found.start], folded[found.end : found.end + 24]
    if "absent" in cues and (_ABSENT_BEFORE.search(before) or _ABSENT_AFTER.match(after)):
        return "absent"
    if "replace" in cues and (_REPLACED_BEFORE.search(before) or _REPLACED_AFTER.match(after)):
        return "replaced"
    if ("tool" in cues or "equipment" in cues) and _SERVED_BEFORE.search(before):
        return "served"
    return "named"
