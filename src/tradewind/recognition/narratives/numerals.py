"""Numbers as texts write them: in figures with groups of any kind, in words of many languages, and in both."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from tradewind.recognition.amounts import number_of
from tradewind.recognition.folding import fold_word
from tradewind.recognition.narratives.phrases import number_words, one_of

#: 1150, 13,6, 1.140, 30 980,8; a comma or point that more digits follow belongs to another number.
_GROUPS: Final = r"\d{1,3}(?:[ ,.'’]\d{3}){1,4}"
FIGURES: Final = rf"{_GROUPS}(?!\d|[.,]\d)|{_GROUPS}[.,]\d+(?!\d)|\d{{1,12}}(?:[.,]\d{{1,6}})?(?![.,]?\d)"
_THOUSAND: Final = fold_word(
    r"thousand|mil|mille|tausend|tys\.?|тыс\.?|тысяч\w*|хил\.?|хиляд\w*|тис\.?|тисяч\w*|bin|ribu|mii|mila|χιλ\w*"
    r"|nghin|ngan|ألف|آلاف|الاف|tisuc\w*|hiljad\w*|tukst\w*|ezer"
)
_LETTER: Final = r"[^\W\d_]"
#: "13 bin 600", "4 mil 500": what stands behind the thousand.
_MIXED: Final = rf"(?:\s?(?:{_THOUSAND})(?!{_LETTER})(?:\s\d{{1,3}}(?![\d.,]))?)?"
#: "una tonelada y media": the half that a number is followed by.
_HALF: Final = fold_word(
    r"\s(?:and a half|y medi[ao]|e mezz[ao]|e mei[ao]|et demie?|i pół|с половиной|з половиною|и половина|buçuk"
    r"|setengah|si jumatate|és fél|en een half(?:e)?|und einhalb)"
)
_JOINED_BY: Final = r"(?:\s(?:and|y|e|et|und|i|si|и|en|و)\s|-et-|[ -])"
_EASTERN: Final = 0x3000
_IN_FIGURES: Final = re.compile(
    rf"(?P<figures>{FIGURES})(?:\s?(?P<thousand>{_THOUSAND})(?:\s(?P<rest>\d{{1,3}}))?)?"
)
_ENDS_IN_HALF: Final = re.compile(rf"(?:{_HALF})$")


@cache
def number() -> str:
    """A pattern of a number in figures or words, without groups that capture."""
    known = number_words()
    words = one_of(word for word in known if ord(word[0]) < _EASTERN)
    east = "".join(word for word in known if len(word) == 1 and ord(word) > _EASTERN)
    worded = rf"(?<!{_LETTER})(?:(?:{words})(?:{_JOINED_BY}(?:{words})){{0,4}})(?!{_LETTER})(?:{_HALF})?"
    worded += rf"|(?<![{east}])[{east}]{{1,9}}(?=[只个支]?[瓶罐箱桶钢气])"
    return rf"(?<![a-z\d])(?<![a-z]-)(?<!\d[.,/])(?:{FIGURES}){_MIXED}(?:{_HALF}(?!{_LETTER}))?|{worded}"


def value_of(written: str) -> float | None:
    """A number in figures or words, with its thousand; None where the words make no number.

    >>> value_of("1.140"), value_of("13 bin 600"), value_of("two hundred and fifty")
    (1140.0, 13600.0, 250.0)
    """
    plain = written.strip()
    half = _ENDS_IN_HALF.search(plain)
    if half and (whole := value_of(plain[: half.start()])) is not None:
        return whole + 0.5
    found = _IN_FIGURES.fullmatch(plain)
    if found:
        value = number_of(found["figures"].replace("’", "'"))
        return value * 1000 + int(found["rest"] or 0) if found["thousand"] else value
    words = number_words()
    if plain in words:
        return words[plain]
    parts, position = [], 0
    while position < len(plain) and (part := _part().match(plain, position)):
        parts.append(words[part["word"]])
        position = part.end()
    return _summed(parts) if position == len(plain) and parts else _eastern(plain)


@cache
def _part() -> re.Pattern[str]:
    """One word of a number, with what joins it to the next."""
    words = "|".join(sorted(map(re.escape, number_words()), key=len, reverse=True))
    return re.compile(rf"(?P<word>{words})(?:{_JOINED_BY}|$)")


def _summed(values: list[float]) -> float | None:
    """Words for the parts of a number put together; None where they do not go down: "two three"."""
    whole, group, smallest = 0.0, 0.0, float("inf")
    for value in values:
        if value == 1000:
            whole, group, smallest = whole + max(group, 1) * 1000, 0.0, 1000.0
        elif value == 100 and 0 < group < 100 and whole == 0:
            group, smallest = group * 100, 100.0
        elif value < smallest and not (value >= 10 and smallest < 100) and not (smallest < 20):
            group, smallest = group + value, value
        else:
            return None
    return whole + group if values else None


def _eastern(written: str) -> float | None:
    """A number of up to three places in Chinese characters."""
    words, value, last = number_words(), 0.0, 0.0  # 三百二十: 3 x 100 + 2 x 10
    for character in written:
        number = words.get(character)
        if number is None:
            return None
        if number >= 10:
            value, last = value + max(last, 1) * number, 0.0
        else:
            last = number
    return float(value + last) if written else None
