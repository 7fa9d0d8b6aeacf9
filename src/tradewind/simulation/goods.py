"""What is not gas: the other goods of a small port in many languages, equipment that holds gas, and parts for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

#: Words | HS 2022 | kg a package | USD a kg | kind of package. Most of what passes is none of our business.
_OTHER: Final = """
Men's cotton T-shirts, knitted | 610910 | 12 | 14 | CT
Chemises pour hommes en coton | 620520 | 11 | 18 | CT
Calzado deportivo con suela de caucho | 640411 | 9 | 16 | CT
Обувь кожаная мужская | 640399 | 10 | 21 | CT
Plastic toys, assorted models | 950300 | 8 | 6 | CT
Juguetes de plástico surtidos | 950300 | 7.5 | 6 | CT
塑料玩具 | 950300 | 8.2 | 5 | CT
ألعاب بلاستيكية | 950300 | 8 | 5.5 | CT
Smart phones, boxed | 851713 | 6 | 310 | CT
Téléphones intelligents | 851713 | 5.5 | 290 | CT
Laptop computers 14 inch | 847130 | 14 | 160 | CT
Mobiliario de madera para dormitorio | 940350 | 42 | 4 | PK
Wooden office furniture, flat packed | 940330 | 38 | 3.8 | PK
Мебель металлическая | 940320 | 33 | 4.4 | PK
Rice, semi-milled, 25 kg bags | 100630 | 25 | 0.7 | BG
Riz blanchi en sacs de 50 kg | 100630 | 50 | 0.7 | BG
Frozen chicken cuts | 020714 | 15 | 1.9 | CT
Leche en polvo entera | 040221 | 25 | 4.1 | BG
Sunflower oil, refined | 151219 | 18 | 1.5 | CT
Wheat flour | 110100 | 50 | 0.5 | BG
Sucre blanc raffiné | 170199 | 50 | 0.6 | BG
Coffee, roasted, in packets | 090121 | 10 | 9 | CT
Café torréfié non décaféiné | 090121 | 10 | 9.4 | CT
Bottled mineral water | 220110 | 18 | 0.4 | CT
Portland cement in bags | 252329 | 50 | 0.12 | BG
Цемент портландский | 252329 | 50 | 0.11 | BG
Ceramic floor tiles 60x60 | 690721 | 24 | 0.8 | CT
Carreaux céramiques | 690721 | 25 | 0.85 | CT
Steel reinforcing bars | 721420 | 980 | 0.75 | BE
PVC pipes and fittings | 391723 | 20 | 2.2 | BE
LED lamps | 853952 | 5 | 22 | CT
Lámparas LED | 853952 | 5 | 21 | CT
Passenger car tyres, new | 401110 | 9 | 4.6 | NE
轮胎 | 401110 | 9 | 4 | NE
Engine oil 20W-50 | 271019 | 180 | 2.4 | DR
Aceite lubricante para motores | 271019 | 190 | 2.3 | DR
Paint, acrylic, water based | 320910 | 22 | 2.7 | TN
Household detergent powder | 340250 | 15 | 1.3 | CT
Air fresheners, aerosol 300 ml | 330749 | 7 | 4 | CT
Deodorants, aerosol | 330720 | 6 | 9 | CT
Pharmaceutical products, tablets | 300490 | 8 | 65 | CT
Médicaments conditionnés | 300490 | 8 | 70 | CT
Fertilizante NPK granulado | 310520 | 50 | 0.55 | BG
Insecticide for crops, emulsifiable concentrate | 380891 | 20 | 7 | DR
Oxygen, compressed, medical | 280440 | 65 | 2 | CY
Nitrogen, compressed | 280430 | 60 | 1.6 | CY
Acetylene, dissolved | 290129 | 55 | 7 | CY
Carbon dioxide, liquefied | 281121 | 40 | 1.1 | CY
LPG for cooking, mixed propane and butane | 271119 | 12.5 | 1.1 | CY
Fire extinguishers, dry powder | 842410 | 14 | 5 | CT
Water pumps, centrifugal | 841370 | 26 | 12 | CT
Electric fans, pedestal | 841451 | 9 | 5 | CT
Ventiladores de techo | 841451 | 8 | 5.5 | CT
Washing machines, front loading | 845011 | 68 | 4.5 | PK
Books, printed, school | 490199 | 16 | 6 | CT
Papel para fotocopiadora A4 | 480256 | 12.5 | 1.1 | CT
Copier paper A4 80 g | 480256 | 12.5 | 1.1 | CT
Solar panels 550 W | 854143 | 29 | 8 | PL
Bicycles, adult | 871200 | 16 | 9 | CT
Used clothing in bales | 630900 | 45 | 1.2 | BL
"""
#: Words | HS | kg a unit | USD a unit | charge g | gas. Charged goods carry the UN number of refrigerating machines.
_EQUIPMENT: Final = """
Split type air conditioners 12000 BTU, R32 charged | 841510 | 38 | 210 | 800 | R-32
Climatiseurs split 9000 BTU précharge R410A | 841510 | 34 | 190 | 850 | R-410A
Acondicionadores de aire tipo split R-410A | 841510 | 36 | 200 | 900 | R-410A
Кондиционеры настенные, хладагент R32 | 841510 | 35 | 205 | 780 | R-32
家用空调 R32 | 841510 | 36 | 180 | 820 | R-32
Household refrigerators, R600a | 841821 | 55 | 240 | 55 | R-600a
Réfrigérateurs ménagers R600a | 841821 | 52 | 235 | 60 | R-600a
Chest freezers R290 | 841830 | 48 | 260 | 90 | R-290
Vitrinas refrigeradas R-404A | 841850 | 120 | 900 | 1400 | R-404A
Display cabinets with condensing unit R404A | 841850 | 125 | 950 | 1500 | R-404A
Chillers, water cooled, R134a | 841869 | 1900 | 21000 | 95000 | R-134a
Refrigerated truck bodies with unit R404A | 870790 | 800 | 9000 | 6000 | R-404A
"""
#: Parts and tools that name a gas and hold none.
_PARTS: Final = """
Manifold gauge set for R410A R32 | 902620 | 1.8 | 45 | CT
Compressors for R134a refrigerators | 841430 | 9.5 | 60 | CT
Compresores herméticos R404A, sin carga | 841430 | 28 | 190 | CT
Détecteurs de fuites R22 R134a | 902710 | 0.6 | 110 | CT
Charging hoses, R-410A rated | 400932 | 0.9 | 12 | CT
Recovery machine for refrigerants R22/R134a/R404A | 841410 | 16 | 520 | CT
Filter driers, R134a | 842139 | 0.5 | 6 | CT
Copper tubes for air conditioning, pre-insulated | 741110 | 14 | 130 | RO
Refillable steel cylinders, empty, new, for refrigerant | 731100 | 13 | 55 | CY
Empty recovery cylinders, returned for filling | 731100 | 14 | 30 | CY
Расширительные вентили для R404A | 848110 | 0.4 | 28 | CT
制冷配件 R22用 | 841590 | 3 | 20 | CT
Air curtains for doors, without refrigerant | 841459 | 18 | 140 | CT
Compressor oil POE for R134a | 340399 | 5 | 45 | TN
"""


@dataclass(frozen=True, slots=True)
class Article:
    """Goods in somebody's words; `usd` is a kg of other goods and a unit of equipment and parts."""

    words: str
    code: str
    kg: float
    usd: float
    package_kind: str = "CT"
    charge_g: int = 0
    gas: str = ""


@cache
def other_goods() -> tuple[Article, ...]:
    """Goods that are none of our business."""
    return tuple(Article(w, c, float(k), float(u), p) for w, c, k, u, p in _rows(_OTHER))


@cache
def equipment() -> tuple[Article, ...]:
    """Equipment that holds a charge."""
    return tuple(
        Article(w, c, float(k), float(u), "UN", int(g), gas) for w, c, k, u, g, gas in _rows(_EQUIPMENT)
    )


@cache
def parts() -> tuple[Article, ...]:
    """Parts and tools."""
    return tuple(Article(w, c, float(k), float(u), p) for w, c, k, u, p in _rows(_PARTS))


def _rows(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in row.split("|")] for row in filter(str.strip, text.splitlines())]
