"""Parameters that say where they come from: fields with a source and a plausible range, as TOML and drawn anew."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, field
from datetime import date
from typing import Any, Final, TypeVar

import numpy as np

from tradewind.errors import RequestError

P = TypeVar("P")
ASSUMED: Final = "assumed"


def stated(
    value: Any,
    meaning: str,
    source: str = ASSUMED,
    *,
    low: float | None = None,
    high: float | None = None,
    spread: float = 0.0,
) -> Any:
    """A field of a parameters dataclass: what it means, its source or "assumed", the range of other worlds.

    `low` and `high` bound a number; `spread` is the standard deviation of the natural logarithm by which each value
    of a mapping varies. What has neither is the same in every world.
    """
    said = {"meaning": meaning, "source": source, "low": low, "high": high, "spread": spread}
    if isinstance(value, dict):
        return field(default_factory=lambda: dict(value), metadata=said)
    return field(default=value, metadata=said)


def default(one: Field[Any]) -> Any:
    """The value a field has when nothing is said."""
    made: Any = one.default_factory
    return one.default if one.default is not MISSING else made()


def rows(parameters: Any) -> Iterator[tuple[str, str, Any, str, str]]:
    """(group, name, value, meaning, source) of every parameter of a tree of two levels."""
    for group in dataclasses.fields(parameters):
        part = getattr(parameters, group.name)
        for one in dataclasses.fields(part):
            yield (
                group.name, one.name, getattr(part, one.name), one.metadata["meaning"], one.metadata["source"],
            )  # fmt: skip


def as_toml(parameters: Any) -> str:
    """The tree as TOML, each value under its meaning and source."""
    made, last = ["# An invented world: no real trade, trader or country is meant."], ""
    for group, name, value, meaning, source in rows(parameters):
        if group != last:
            made.append(f"\n[{group}]")
            last = group
        made += [f"# {meaning} ({source})", f"{name} = {_toml(value)}"]
    return "\n".join(made) + "\n"


def plain(parameters: Any) -> dict[str, dict[str, Any]]:
    """The tree as values that JSON holds, each with its source."""
    told: dict[str, dict[str, Any]] = {}
    for group, name, value, _, source in rows(parameters):
        told.setdefault(group, {})[name] = {"value": value, "source": source}
    return told


def from_toml(kind: type[P], text: str) -> P:
    """The tree that a TOML text describes; what it leaves out is as by default.

    RequestError for text that is no TOML, a name there is not, or a value of another kind.
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RequestError(f"the file of the world is not TOML: {error}") from None
    groups = {f.name: f for f in dataclasses.fields(kind)}  # type: ignore[arg-type]
    made = {}
    for name, values in told.items():
        if name not in groups or not isinstance(values, dict):
            raise RequestError(f"a world has no group {name}; there are {', '.join(groups)}")
        group = default(groups[name])
        made[name] = dataclasses.replace(group, **_checked(name, group, values))
    return kind(**made)


def varied(parameters: P, random: np.random.Generator) -> P:
    """Another tree, every parameter that has a range drawn from it: evenly, or evenly by logarithm over wide ranges."""
    made = {}
    for group in dataclasses.fields(parameters):  # type: ignore[arg-type]
        part = getattr(parameters, group.name)
        drawn = {f.name: _drawn(f, getattr(part, f.name), random) for f in dataclasses.fields(part)}
        made[group.name] = dataclasses.replace(part, **drawn)
    return type(parameters)(**made)


def _drawn(one: Field[Any], value: Any, random: np.random.Generator) -> Any:
    low, high, spread = (one.metadata[k] for k in ("low", "high", "spread"))
    if isinstance(value, Mapping) and spread:
        return {k: round(float(v * np.exp(random.normal(0, spread))), 6) for k, v in value.items()}
    if low is None or high is None:
        return value
    is_wide = low > 0 and high / low > 3
    number = np.exp(random.uniform(np.log(low), np.log(high))) if is_wide else random.uniform(low, high)
    return round(int(number)) if isinstance(value, int) else round(float(number), 6)


def _checked(group: str, part: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    known = {f.name: getattr(part, f.name) for f in dataclasses.fields(part)}
    made = {}
    for name, value in values.items():
        if name not in known:
            raise RequestError(f"{group} has no parameter {name}; there are {', '.join(known)}")
        made[name] = _as_kind(f"{group}.{name}", known[name], value)
    return made


def _as_kind(name: str, usual: Any, value: Any) -> Any:
    if isinstance(usual, bool) or isinstance(value, bool):
        fits = isinstance(usual, bool) and isinstance(value, bool)
    elif isinstance(usual, float):
        fits, value = isinstance(value, int | float), float(value) if isinstance(value, int) else value
    elif isinstance(usual, Mapping):
        fits = isinstance(value, dict) and all(isinstance(v, int | float) for v in value.values())
        value = dict(usual) | {k: float(v) for k, v in value.items()} if fits else value
        fits = fits and set(value) == set(usual)
    else:
        fits = isinstance(value, type(usual))
    if not fits:
        raise RequestError(f"{name} is {usual!r} by default; {value!r} cannot stand for it")
    return value


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f'"{k}" = {_toml(v)}' for k, v in value.items()) + " }"
    return repr(value)
