"""The size budget that the README states: what one office installs."""

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

LOCK = Path(__file__).resolve().parents[2] / "requirements.lock"
#: README, "Size". The aim was 350 MB: Arrow, DuckDB, SciPy and pandas (which ibis imports) alone are 460.
BUDGET_MB = 800


def test_the_core_install_stays_within_its_budget():
    sizes = {}
    for name in re.findall(r"^([A-Za-z0-9_.-]+)==", LOCK.read_text(), re.MULTILINE):
        try:
            files = distribution(name).files or []
        except PackageNotFoundError:  # a marker for another system or Python
            continue
        # compiled bytecode is made by pip on the spot, and made again when it is deleted
        paths = [Path(str(f.locate())) for f in files if f.suffix != ".pyc"]
        sizes[name] = sum(p.stat().st_size for p in paths if p.exists()) / 1e6
    assert len(sizes) > 30
    heaviest = sorted(sizes.items(), key=lambda item: -item[1])[:8]
    assert sum(sizes.values()) < BUDGET_MB, heaviest
