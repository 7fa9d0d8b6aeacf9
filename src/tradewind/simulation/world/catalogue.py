"""Gases, packages and goods of the invented trade as columns: position n of each array is the n-th of its kind.

The gases, their words and most goods are those of `simulation.gases` and `simulation.goods`.
"""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tradewind.simulation.gases import gases
from tradewind.simulation.goods import Article, equipment, other_goods, parts

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

GASES: Final = tuple(gases())
GAS: Final = {name: n for n, name in enumerate(GASES)}
GWP: Final = np.array([g.gwp for g in gases().values()])
USD_KG: Final = np.array([g.usd_kg for g in gases().values()])
CONTROLLED: Final = np.flatnonzero(GWP > 0)
#: Not controlled, of low warming potential, made of fluorine.
HFOS: Final = np.array([GAS["R-1234yf"], GAS["R-1234ze(E)"]])
HYDROCARBONS: Final = np.array([GAS["R-290"], GAS["R-600a"]])
CODE: Final = tuple(g.code for g in gases().values())
OLDER_CODE: Final = tuple(g.older_code for g in gases().values())
UN: Final = tuple(g.un_number for g in gases().values())

#: name | kind of package (UN/ECE Recommendation 21) | net g | kg of empty package a kg of gas | packages a pallet.
#: Sizes: reference data (cylinders); tare: assumed from what such cylinders weigh on makers' sheets.
_PACKS: Final = """
disposable | CT | 13600 | 0.24 | 40
refillable | CY | 12000 | 0.85 | 24
large refillable | CY | 56000 | 0.72 | 8
ton tank | DR | 900000 | 0.62 | 1
ISO tank | TK | 17500000 | 0.36 | 1
carton of cans | CT | 6000 | 0.34 | 60
small disposable | CT | 5000 | 0.30 | 60
"""
_PACK_ROWS: Final = [[c.strip() for c in row.split("|")] for row in filter(str.strip, _PACKS.splitlines())]
PACKS: Final = tuple(row[0] for row in _PACK_ROWS)
PACK: Final = {name: n for n, name in enumerate(PACKS)}
PACK_NET_G: Final = np.array([int(row[2]) for row in _PACK_ROWS])
PACK_TARE: Final = np.array([float(row[3]) for row in _PACK_ROWS])
ON_PALLET: Final = np.array([int(row[4]) for row in _PACK_ROWS])
PACK_KIND: Final = tuple(row[1] for row in _PACK_ROWS)
REFILLABLE: Final = np.array(
    [name in ("refillable", "large refillable", "ton tank", "ISO tank") for name in PACKS]
)

#: More goods that are gases, solvents, aerosols or cylinders and none of our business, and what smugglers were seen to
#: hide gas among (DOMAIN sources CP-IND, CP-PEL, CP-TOB). Words | HS 2022 | kg a package | USD a kg | kind of package.
_NEAR: Final = """
Methylene chloride, technical grade | 290312 | 270 | 0.9 | DR
Trichlorethylène stabilisé | 290322 | 300 | 1.2 | DR
Tetrachloroethylene for dry cleaning | 290323 | 330 | 1.1 | DR
Degreasing solvent mixture, organic | 381400 | 200 | 1.6 | DR
Polyol blend for rigid foam | 390720 | 220 | 2.4 | DR
Helium, compressed | 280429 | 55 | 18 | CY
Balloon kits with disposable helium cylinder | 280429 | 4.2 | 7 | CT
Argon, comprimé | 280421 | 70 | 1.9 | CY
Camping gas cartridges, butane | 271113 | 7 | 3.1 | CT
Propane torches with disposable cylinder | 271112 | 9 | 5 | CT
Аэрозольные освежители воздуха | 330749 | 7 | 3.6 | CT
Technical aerosols, contact cleaner | 340290 | 8 | 8 | CT
Air conditioning service kit for cars, hose and oil | 381190 | 5 | 14 | CT
Fire extinguishing charges | 381300 | 40 | 9 | CY
Fluorinated solvent for electronics cleaning | 290399 | 25 | 26 | DR
"""
_AMONG: Final = """
Wood pellets in bags | 440131 | 15 | 0.3 | BG
Calcium carbonate powder | 283650 | 25 | 0.4 | BG
Cigarettes, filter tipped | 240220 | 12 | 30 | CT
Rideaux d'air pour portes | 841459 | 18 | 8 | CT
Auto spare parts, assorted | 870899 | 11 | 9 | CT
"""
_EMPTIES: Final = """
Refillable steel cylinders, empty, new, for refrigerant | 731100 | 13 | 4.2 | CY
Empty recovery cylinders, returned for filling | 731100 | 14 | 2.1 | CY
Disposable steel cylinders, empty, new, unmarked | 731100 | 2.9 | 3.1 | CT
Bouteilles en acier vides, non rechargeables | 731100 | 2.8 | 3.2 | CT
Cylindres acier vides pour hélium | 731100 | 3.1 | 3.3 | CT
"""
#: UN numbers of dangerous goods that are none of our business (UN Model Regulations, dangerous goods list).
_UN_OF_CODE: Final = {
    "330749": "1950", "330720": "1950", "340290": "1950", "280440": "1072", "280430": "1066", "290129": "1001",
    "281121": "1013", "271119": "1965", "842410": "1044", "320910": "1263", "380891": "3082", "290312": "1593",
    "290322": "1710", "290323": "1897", "280429": "1046", "280421": "1006", "271113": "2037", "271112": "1978",
    "381300": "1774", "290399": "3082", "381400": "1993",
}  # fmt: skip
#: In such packages or under such codes other goods look like gas.
_LIKE_GAS: Final = ("CY", "DR")


@cache
def goods() -> Any:
    """All goods that are not gas itself: arrays `words, code, g, usd_kg, kind, un, charge_g, gas` and index arrays
    `ordinary, near, among, machines, parts, empties` into them; `g` is of a package or unit, `usd_kg` USD a kg."""
    of_kg = [*other_goods(), *_articles(_NEAR), *_articles(_AMONG), *_articles(_EMPTIES)]
    by_unit = [*equipment(), *parts()]
    every = of_kg + by_unit
    usd = [a.usd for a in of_kg] + [a.usd / a.kg for a in by_unit]
    kinds = ["UN" if a.charge_g else a.package_kind for a in every]
    un = [
        ("3358" if a.gas in _FLAMMABLE else "2857") if a.charge_g else _UN_OF_CODE.get(a.code) for a in every
    ]
    first = len(other_goods())
    second = first + len(_articles(_NEAR))
    third = second + len(_articles(_AMONG))
    numbers = np.arange(len(every))
    own = numbers[:first]
    is_near = np.array([a.package_kind in _LIKE_GAS or a.code.startswith("3307") for a in other_goods()])
    return SimpleNamespace(
        words=tuple(a.words for a in every), code=tuple(a.code for a in every),
        g=np.array([a.kg * 1000 for a in every]), usd_kg=np.array(usd), kind=tuple(kinds), un=tuple(un),
        charge_g=np.array([a.charge_g for a in every]),
        gas=np.array([GAS[gases()[a.gas].designation] if a.gas else -1 for a in every]),
        ordinary=np.concatenate([own[~is_near], numbers[second:third]]),
        near=np.concatenate([own[is_near], numbers[first:second]]), among=numbers[second:third],
        empties=numbers[third : len(of_kg)], machines=numbers[len(of_kg) : len(of_kg) + len(equipment())],
        parts=numbers[len(of_kg) + len(equipment()) :],
    )  # fmt: skip


_FLAMMABLE: Final = ("R-32", "R-290", "R-600a")


def _articles(text: str) -> list[Article]:
    cells = [[c.strip() for c in row.split("|")] for row in filter(str.strip, text.splitlines())]
    return [Article(w, c, float(k), float(u), p) for w, c, k, u, p in cells]


#: Codes of other goods under which honest clerks and smugglers alike put gas: the heading of what it is for.
FOREIGN_CODES: Final = (
    "330749",
    "841590",
    "381190",
    "381400",
    "340399",
    "271112",
    "281121",
    "290399",
    "731100",
    "950300",
)
#: Codes of kindred gases and of baskets, by what the gas is: a single one or a mixture.
KINDRED_PURE: Final = ("290349", "290345", "290342", "290371", "290399")
KINDRED_MIXED: Final = ("382768", "382763", "382769", "382499")
COUNTRIES: Final = (
    "CHN", "IND", "THA", "DEU", "USA", "JPN", "TUR", "ARE", "FRA", "ITA", "BRA", "ZAF", "VNM", "ESP", "RUS", "HKG",
    "SGP", "NLD", "PAN", "MEX", "KEN", "UKR",
)  # fmt: skip
COUNTRY: Final = {name: n for n, name in enumerate(COUNTRIES)}
#: Where gas is made or sold abroad; few places (assumed from Article 7 producers).
GAS_FROM: Final = np.array(
    [COUNTRY[c] for c in ("CHN", "CHN", "CHN", "IND", "THA", "DEU", "USA", "JPN", "TUR", "ARE")]
)
GOODS_FROM: Final = np.arange(15)
#: Ports of re-export (reference data: hubs) and Turkey, through which lots were broken up (RGLB).
HUBS: Final = np.array([COUNTRY[c] for c in ("ARE", "SGP", "NLD", "HKG", "PAN", "TUR")])
ABROAD: Final = np.arange(len(COUNTRIES))
