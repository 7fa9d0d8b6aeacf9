"""Gases of the invented trade: their codes from the reference, what a kilogram costs, and how people write them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Final

from tradewind.reference import find

#: Designation | USD a kg in an ordinary sale | net kg of refillable cylinders | words people use.
_GASES: Final = """
R-134a | 8.5 | 12,27,60 | R134a,HFC-134a,"1,1,1,2-tetrafluoroethane",Freon 134a,R 134 A
R-410A | 10.5 | 10,25,52 | R410A,R-410 A,HFC-410A,Puron 410A
R-404A | 12.5 | 10,24,50 | R404A,R-404 A,HFC-404A
R-407C | 9.5 | 11,25,55 | R407C,HFC-407C,R 407 C
R-507A | 12.5 | 10,24,50 | R507A,R507,AZ-50
R-32 | 6.5 | 9,20,40 | R32,difluoromethane R-32,HFC-32
R-22 | 7.5 | 12,27,60 | R22,HCFC-22,chlorodifluoromethane,Freon 22
R-227ea | 28 | 40,60 | HFC-227ea,FM200,heptafluoropropane
R-1234yf | 58 | 5,10,12 | HFO-1234yf,R1234yf
R-1234ze | 21 | 12,59 | HFO-1234ze,R1234ze(E)
R-290 | 3.4 | 5,14,45 | R290,propane R-290,propane 99.5 %
R-600a | 4.2 | 6,14,45 | R600a,isobutane R-600a
"""
_NATURAL: Final = frozenset({"R-290", "R-600a"})
#: {gas}, {kg} net a cylinder, {n} cylinders.
_PHRASES: Final = (
    "{gas} refrigerant gas in refillable cylinders {kg} kg", "Refrigerant {gas}, {n} returnable cyl. x {kg} kg",
    "{gas}, liquefied gas, refillable steel cylinders", "Gaz réfrigérant {gas} en bouteilles rechargeables de {kg} kg",
    "Fluide frigorigène {gas} - emballages consignés", "Gas refrigerante {gas} en cilindros retornables de {kg} kg",
    "Refrigerante {gas} {n} cilindros recargables", "Хладагент {gas} в многооборотных баллонах {kg} кг",
    "Газ холодильный {gas}, баллоны возвратные", "{gas} 制冷剂 可重复充装钢瓶 {kg}公斤", "制冷剂{gas} {n}瓶",
    "غاز تبريد {gas} في أسطوانات قابلة لإعادة التعبئة {kg} كغ", "KÄLTEMITTEL {gas} MEHRWEGFLASCHEN {kg} KG",
    "GAS REFRIGERANTE {gas}", "refrig. {gas} {kg}kg",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gas:
    """A gas on sale."""

    designation: str
    usd_kg: float
    sizes: tuple[float, ...]
    words: tuple[str, ...]
    code: str
    older_code: str
    un_number: str | None
    gwp: float

    @property
    def is_controlled(self) -> bool:
        """Whether the Protocol controls it."""
        return self.gwp > 0


@cache
def gases() -> dict[str, Gas]:
    """Every gas on sale by designation."""
    made = {}
    for row in filter(str.strip, _GASES.splitlines()):
        name, price, sizes, words = (cell.strip() for cell in row.split("|"))
        known = find(name)
        made[known.designation] = Gas(
            known.designation, float(price), tuple(float(s) for s in sizes.split(",")), _split(words),
            known.hs["2022"][0].replace(".", ""), known.hs["2017"][0].replace(".", ""), known.un_number,
            float(known.gwp_protocol or 0),
        )  # fmt: skip
    return made


def _split(words: str) -> tuple[str, ...]:
    inner = words.split('"')
    plain = [w for n, part in enumerate(inner) for w in ([part] if n % 2 else part.split(","))]
    return tuple(w for w in plain if w)


def controlled() -> list[Gas]:
    """Those the Protocol controls."""
    return [g for g in gases().values() if g.is_controlled]


def hydrocarbons() -> list[Gas]:
    """Natural gases that cool."""
    return [g for g in gases().values() if g.designation in _NATURAL]


def hfos() -> list[Gas]:
    """Gases of low warming potential that nobody controls yet."""
    return [g for g in gases().values() if not g.is_controlled and g.designation not in _NATURAL]


def described(random: Random, gas: Gas, kg: float, cylinders: int) -> str:
    """The gas as somebody wrote it on a declaration."""
    return random.choice(_PHRASES).format(gas=random.choice(gas.words), kg=f"{kg:g}", n=cylinders)
