"""Phrases of descriptions that are no gas's name but say something of it, in the languages customs meets.

Arrow looks for each in a whole column at once (RE2: no look-around), over folded text (`recognition.folding`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.recognition.folding import fold_word

_FILLER: Final = (
    r"(?:in|of|en|de|for|and|the|industrial\w*|industriel\w*|technical|liquefied|compressed|cylinders?|bottles?|"
    r"bouteilles?|cilindros?|tanks?|drums?|bulk|products?|goods|mixtures?|mixed|various|other|pure|nos|[0-9][0-9.,]*|"
    r"kgs?|pcs|x|" + fold_word("в|баллонах") + ")"
)
_GASES: Final = "gas|gases|gaz|" + fold_word("газ|газы|气体|工业气体|غاز")
_CHEMICALS: Final = (
    r"chemicals?|chimiques?|produits? chimiques?|quimicos?|productos? quimicos?|produtos? quimicos?|"
    + fold_word("химическ[а-я]+ (?:продук[а-я]+|веществ[а-я]+)|化学品|化工产品|مواد كيميائية")
)


def _nothing_but(words: str) -> str:
    return rf"^[^\w]*(?:{_FILLER}[^\w]+)*(?:{words})(?:[^\w]+{_FILLER})*[^\w]*$"


#: Name of a phrase -> how it is written.
PHRASES: Final[Mapping[str, str]] = {
    # Words after which a text can be of interest although it names no gas
    "refrigerant": fold_word(
        r"refrigerants?\b|freon|\bhcfcs?\b|\bhfcs?\b|\bcfcs?\b|f-gas|fluorinated gas|хладон|фреон|хладагент|"
        r"kältemittel|réfrigérant|frigorígen|frigorigène|refrigerante|制冷剂|冷媒|制冷气体|"
        r"مبرد|فريون|غاز التبريد|غاز تبريد|"
        r"\bgas(?:es)? for (?:refrigeration|cooling)|\b(?:refrigeration|cooling) (?:gas|agent)|gaz de refroidissement|"
        r"холодильн[а-я]+ (?:газ|агент)|газ[а-я]* холодильн"
    ),
    "mass": r"[0-9]\s?-?\s?(?:kg|lb|pound|libra|" + fold_word("кг|公斤|千克|كجم|كغ") + ")",
    "un": r"\b(?:un|onu|" + fold_word("оон") + r")[\s.:-]{0,2}(?:no\.?\s?)?[0-9]{4}\b",
    "empty": fold_word(
        r"\bempt(?:y|ies)\b|\bun-?charged\b|\bnot charged\b|\b(?:no|without|free of|free from) (?:any )?"
        r"(?:refrigerant )?(?:gas|refrigerant|charge|freon)\b|\bgas[- ]?free\b|\bholding charge\b|\bdry charge\b|"
        r"\bnitrogen (?:charged|filled|holding)|\bleere?r?\b|\bohne (?:kältemittel|gas)|\bvides?\b|"
        r"\bsans (?:gaz|fluide|réfrigérant|charge)|\bvaci[oa]s?\b|\bsin (?:gas|refrigerante|carga)|\bvazi[oa]s?\b|"
        r"\bsem (?:gás|refrigerante|carga)|пуст(?:ые|ой|ая|ых)|без (?:хладагента|фреона|газа|заправки)|"
        r"空瓶|不含制冷剂|无制冷剂|未充|فارغ|بدون (?:غاز|مبرد)"
    ),
    "disposable": fold_word(
        r"disposable|non-?\s?refillable|\bdot-?39|\bnrc\b|einweg|jetable|desechable|descartavel|одноразов|"
        r"jednorazow|一次性|monouso|usa e getta"
    ),
    "recovered": fold_word(
        r"\b(?:recovered|reclaimed|recycled|regenerated|recuperad|recicla|regenera|récupér|recycl|regenerier|"
        r"aufbereitet)|восстановлен|регенерир|переработан|回收|再生|مسترجع|مستصلح"
    ),
    # Machines, tools and parts, where no gas is named beside them
    "machine": fold_word(
        r"air[- ]?condition|refrigerator|fridge|freezer|chiller|heat pump|split unit|compressor|condensing unit|"
        r"dehumidifier|vending machine|ice machine|reefer|cold room|display cabinet|detector|gauge|manifold|valve|"
        r"klimaanlage|klimagerät|kühlschrank|wärmepumpe|climatiseur|réfrigérateur|congélateur|pompe à chaleur|"
        r"compresseur|aire acondicionado|nevera|refrigerador|congelador|bomba de calor|compresor|кондиционер|"
        r"холодильник|морозильн|тепловой насос|компрессор|空调|冰箱|热泵|冷水机|压缩机|مكيف|ثلاجة|مضخة حرارية|ضاغط"
    ),
    "only gas": _nothing_but(_GASES),
    "only chemical": _nothing_but(_CHEMICALS),
}  # fmt: skip
#: Of these the text need not name a gas to say something.
_SPEAKING: Final = ("refrigerant", "mass", "un", "empty", "disposable", "only gas", "only chemical")

_Flags = np.ndarray[Any, np.dtype[np.bool_]]


def speaking_phrases(folded: Sequence[str]) -> dict[str, _Flags]:
    """Which texts hold a phrase by which a line can matter although it names no gas, by the phrase's name."""
    texts = pa.array(folded, pa.string())
    return {name: _holds(texts, name) for name in _SPEAKING}


def other_phrases(folded: Sequence[str]) -> dict[str, _Flags]:
    """Which texts hold each of the other phrases."""
    texts = pa.array(folded, pa.string())
    return {name: _holds(texts, name) for name in PHRASES if name not in _SPEAKING}


def _holds(texts: pa.Array, name: str) -> _Flags:
    found: _Flags = pc.match_substring_regex(texts, PHRASES[name]).to_numpy(zero_copy_only=False)
    return found.astype(np.bool_)
