"""`make bench`: every benchmark in turn; `python -m bench NAME [ARGUMENTS]` runs one."""

import importlib
import sys

BENCHES = (
    "recognition",
    "identification",
    "narratives",
    "loading",
    "reconcile",
    "mirror",
    "mirror_scale",
    "gfi",
    "unit_value",
    "messages",
    "screening",
    "screening_large",
    "customs_xml",
    "simulated",
    "found",
    "found_left_out",
    "found_elsewhere",
    "korean",
    "platform",
    "reservations",
    "court",
    "leakage",
    "world",
    "harm",
    "bending",
    "run",
)


def main() -> None:
    """Run the named benchmark, or all of them."""
    names = sys.argv[1:2] or list(BENCHES)
    for name in names:
        if name not in BENCHES:
            raise SystemExit(f"no benchmark {name!r}; there are {', '.join(BENCHES)}")
        print(f"\n## {name}\n", flush=True)
        importlib.import_module(f"bench.{name}").main(sys.argv[2:])


if __name__ == "__main__":
    main()
