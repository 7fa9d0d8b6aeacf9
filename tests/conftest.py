"""Options every test shares."""

import sys
from pathlib import Path

from hypothesis import settings

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE / "e2e")]

# How long an example takes is the machine's affair: where it does other work too, a limit fails what is right.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")
