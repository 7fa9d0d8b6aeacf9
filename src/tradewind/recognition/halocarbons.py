"""Chemical names of halocarbons, read by their parts in the main languages.

"chlorodifluoromethane", "difluorochlormethan", "дифторхлорметан", "二氟一氯甲烷" and every other order say
how many chlorines, fluorines and bromines sit on how many carbons. The number of a refrigerant is the same
statement (ASHRAE 34, section 4): hundreds are carbons less one, tens hydrogens plus one, units fluorines,
and bromines follow a B. Locants choose the isomer. So no list of names is needed, in any language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tradewind.recognition.folding import fold_word


@dataclass(frozen=True, slots=True)
class Halocarbon:
    """What a chemical name says; `designations` most likely first, more than one where isomers stay open."""

    start: int
    end: int
    designations: tuple[str, ...]


_COUNTS: Final = {
    1: "mono mon моно 一 モノ 모노 أحادي",
    2: "di bi ди 二 ジ 디 다이 ثنائي",
    3: "tri три трi 三 トリ 트리 트라이 ثلاثي",
    4: "tetra tetr тетра 四 テトラ 테트라 رباعي",
    5: "penta pent пента 五 ペンタ 펜타 خماسي",
    6: "hexa esa гекса 六 ヘキサ 헥사 سداسي",
    7: "hepta epta гепта 七 ヘプタ 헵타 سباعي",
    8: "octa otta окта 八 オクタ 옥타 ثماني",
    10: "deca дека 十 デカ 데카",
}
_ATOMS: Final = {
    "F": "fluoro fluor fluori floro flour flouro flor fluoru фторо фтор фторо 氟 フルオロ 플루오로 플루오르 فلورو فلور",
    "Cl": "chloro chlor chloru cloro clor kloro klor chloor хлоро хлор 氯 クロロ 클로로 كلورو كلور",
    "Br": "bromo brom bromu broom бромо бром 溴 ブロモ 브로모 برومو بروم",
}
#: stem -> (carbons, double bond)
_STEMS: Final = {
    "methane methan metano metan metaan methaan metaani метан 甲烷 メタン 메탄 메테인 ميثان": (1, False),
    "ethane ethan etano etan etaan ethaan etaani этан етан 乙烷 エタン 에탄 에테인 إيثان ايثان": (2, False),
    "propane propan propano propaan propaani пропан 丙烷 プロパン 프로판 프로페인 بروبان": (3, False),
    "butane butan butano butaan бутан 丁烷 ブタン 부탄 뷰테인 بيوتان": (4, False),
    "propene propen propeno propylene propylen propileno пропен пропилен 丙烯 プロペン 프로펜": (3, True),
}


def _words(text: str) -> list[str]:
    return [fold_word(w) for w in text.split()]


_COUNT_OF: Final = {word: n for n, words in _COUNTS.items() for word in _words(words)}
_ATOM_OF: Final = {word: atom for atom, words in _ATOMS.items() for word in _words(words)}
_STEM_OF: Final = {word: stem for words, stem in _STEMS.items() for word in _words(words)}


def _either(words: dict[str, object]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_COUNT: Final = _either({**_COUNT_OF})
_ATOM: Final = _either({**_ATOM_OF})
_LOCANTS: Final = r"(?:\(?\d[a-z]?(?:\s?[,.،]\s?\d[a-z]?)*\)?\s?-?\s?)"
_ONE_PART: Final = re.compile(rf"(?:({_COUNT})\s?-?)?({_ATOM})")
_PART: Final = rf"(?:{_LOCANTS}?(?:(?:{_COUNT})\s?-?)?(?:{_ATOM})\s?-?\s?)"
_NAME: Final = re.compile(rf"(?:\(?[ez]\)?-)?{_PART}{{1,4}}(?:\(?\d[ez]?\)?-)?({_either({**_STEM_OF})})")
#: Anything that could be such a name holds one of these.
ANCHORS: Final = tuple(_ATOM_OF)

_Isomers = dict[tuple[int, int, int, int, int], dict[str, tuple[str, ...]]]
_ISOMERS: Final[_Isomers] = {
    # saturated: (carbons, H, F, Cl, Br) -> locants in order -> designation; "" for a name without locants
    (2, 2, 4, 0, 0): {"1112": ("R-134a",), "1122": ("R-134",), "": ("R-134a", "R-134")},
    (2, 3, 3, 0, 0): {"111": ("R-143a",), "112": ("R-143",), "": ("R-143a", "R-143")},
    (2, 4, 2, 0, 0): {"11": ("R-152a",), "12": ("R-152",), "": ("R-152a", "R-152")},
    (2, 3, 1, 2, 0): {"": ("R-141b",), "12": ("R-141",)},
    (2, 3, 2, 1, 0): {"": ("R-142b",)},
    (2, 1, 3, 2, 0): {"": ("R-123",)},
    (2, 1, 4, 1, 0): {"": ("R-124",)},
    (2, 0, 3, 3, 0): {"111222": ("R-113a", "R-113"), "": ("R-113",)},
    (2, 0, 4, 2, 0): {"": ("R-114",)},
    (2, 0, 4, 0, 2): {"": ("Halon-2402",)},
    (2, 3, 0, 3, 0): {"111": ("1,1,1-trichloroethane",), "112": (), "": ("1,1,1-trichloroethane",)},
    (3, 1, 7, 0, 0): {"": ("R-227ea",)},
    (3, 2, 6, 0, 0): {
        "111333": ("R-236fa",),
        "111233": ("R-236ea",),
        "111223": ("R-236cb",),
        "": ("R-236fa", "R-236ea", "R-236cb"),
    },
    (3, 3, 5, 0, 0): {
        "11133": ("R-245fa",),
        "11333": ("R-245fa",),
        "11223": ("R-245ca",),
        "": ("R-245fa", "R-245ca"),
    },
    (3, 1, 5, 2, 0): {"": ("R-225ca", "R-225cb")},
    (4, 5, 5, 0, 0): {"": ("R-365mfc",)},
}
_SINGLE: Final = {
    (1, 0, 0, 4, 0): "Carbon tetrachloride",
    (1, 3, 0, 0, 1): "Methyl bromide",
    (1, 2, 0, 1, 1): "Bromochloromethane",
    (1, 0, 2, 1, 1): "Halon-1211",
    (1, 0, 3, 0, 1): "Halon-1301",
}
_UNSATURATED: Final[_Isomers] = {
    (3, 2, 4, 0, 0): {
        "2333": ("R-1234yf",),
        "1333": ("R-1234ze(E)",),
        "": ("R-1234yf", "R-1234ze(E)"),
    },
    (3, 2, 3, 1, 0): {"": ("R-1233zd(E)",)},
}


def _designations(carbons: int, double: bool, atoms: dict[str, int], locants: str) -> tuple[str, ...]:
    fluorine, chlorine, bromine = atoms["F"], atoms["Cl"], atoms["Br"]
    hydrogen = 2 * carbons + 2 - 2 * double - fluorine - chlorine - bromine
    key = (carbons, hydrogen, fluorine, chlorine, bromine)
    if hydrogen < 0:
        return ()
    isomers = (_UNSATURATED if double else _ISOMERS).get(key)
    if isomers is not None:
        return isomers.get(locants, isomers.get("", ()))
    if double:
        return ()
    if key in _SINGLE:
        return (_SINGLE[key],)
    if not fluorine:
        return ()
    number = f"{carbons - 1 or ''}{hydrogen + 1}{fluorine}"
    return (f"HBFC-{number}B{bromine}" if bromine else f"R-{number}",)


def has_stem(folded: str) -> bool:
    """Whether the text holds a carbon stem (methan, ethan ...), without which a piece is no name: "flour"."""
    return any(stem in folded for stem in _STEM_OF)


def halocarbons(folded: str) -> list[Halocarbon]:
    """Every halocarbon named by its parts in a folded text."""
    if not has_stem(folded):
        return []
    found = []
    for match in _NAME.finditer(folded):
        carbons, double = _STEM_OF[match.group(1)]
        body = folded[match.start() : match.start(1)]
        atoms = {"F": 0, "Cl": 0, "Br": 0}
        for part in _ONE_PART.finditer(body):
            count, atom = part.groups()
            atoms[_ATOM_OF[atom]] += _COUNT_OF[count] if count else 1
        designations = _designations(carbons, double, atoms, _first_locants(body))
        if designations:
            start = match.start()
            while start < match.end() and folded[start] in " -":
                start += 1
            found.append(Halocarbon(start, match.end(), designations))
    return found


def _first_locants(body: str) -> str:
    # The isomers we tell apart differ in the places of one element, which the name gives first.
    head = re.match(r"(?:\(?[ez]\)?-)?\s?([\d,.\s،]*)", body)
    return "".join(sorted(re.findall(r"\d", head.group(1)))) if head else ""
