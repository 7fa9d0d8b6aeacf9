"""Procedures from files and from the shelf of those that ship with the product."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

from tradewind.errors import FileRefused, UnknownName
from tradewind.procedures.overlays import overlay
from tradewind.procedures.reading import NotAProcedure, Problem, procedure_from
from tradewind.procedures.signing import Signature, signatures_from
from tradewind.procedures.sop import SOP

MOST_BYTES: Final = 1_000_000


def load(path: Path) -> SOP:
    """The procedure of a TOML file; a variant is laid over the shipped procedure it names.

    Raises:
        FileRefused: it cannot be read.
        NotAProcedure: with every problem of its form. Whether it makes sense `check` says.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise FileRefused(str(path), f"it cannot be opened ({error.strerror})", "check the name") from error
    return from_toml(content, str(path))


def from_toml(content: bytes, name: str) -> SOP:
    """The procedure of a TOML file's bytes.

    Raises:
        FileRefused: it is too large.
        NotAProcedure: with every problem of its form.
    """
    return from_values(_values(content, name), name)


def signatures_in_toml(content: bytes, name: str) -> list[Signature]:
    """The signatures that a TOML file carries (`[[signatures]]`); whether they hold `signing.holds_for` says.

    Raises:
        FileRefused, NotAProcedure: as for `from_toml`.
    """
    return signatures_from(_values(content, name).get("signatures", []))


def _values(content: bytes, name: str) -> dict[str, Any]:
    if len(content) > MOST_BYTES:
        raise FileRefused(name, "it is larger than any procedure", f"send at most {MOST_BYTES:,} bytes")
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        problem = Problem(
            "not_toml", "", f"the file is not TOML ({error})", "write it as the shipped ones are",
            {"trouble": str(error)[:200]},
        )  # fmt: skip
        raise NotAProcedure(name, [problem]) from error


def from_values(given: Mapping[str, Any], name: str, base: Callable[[str], SOP] | None = None) -> SOP:
    """The procedure of plain values: a whole one, or one laid over the `base` it names (shipped unless told where).

    Raises:
        NotAProcedure: with every problem of their form.
    """
    if "base" in given:
        wanted = str(given["base"])
        try:
            return overlay((base or shipped)(wanted.partition(" ")[0]), given, name)
        except UnknownName as error:
            problem = Problem(
                "unknown_base", "", str(error), "name a procedure that is there", {"named": wanted[:100]}
            )
            raise NotAProcedure(name, [problem]) from error
    sop, problems = procedure_from({key: value for key, value in given.items() if key != "signatures"})
    if sop is None:
        raise NotAProcedure(name, problems)
    return sop


@cache
def shipped_names() -> tuple[str, ...]:
    """The procedures that come with the product, the one the others are made from first."""
    files = resources.files(__package__).joinpath("data").iterdir()
    names = sorted(file.name[: -len(".toml")] for file in files if file.name.endswith(".toml"))
    return ("harmonised", *(name for name in names if name != "harmonised"))


@cache
def shipped(name: str = "harmonised") -> SOP:
    """A procedure that comes with the product.

    >>> shipped().start.id
    'detect'

    Raises:
        UnknownName: none is called so.
    """
    if name not in shipped_names():
        raise UnknownName("procedure", name, shipped_names())
    content = resources.files(__package__).joinpath("data", f"{name}.toml").read_bytes()
    return from_toml(content, f"{name}.toml")


def procedure(named: str) -> SOP:
    """A shipped procedure by its name, else that of the file.

    Raises:
        UnknownName: neither is there.
        FileRefused: the file holds none.
    """
    path = Path(named)
    if named in shipped_names():
        return shipped(named)
    if path.is_file():
        return load(path)
    raise UnknownName("procedure", named, shipped_names())
