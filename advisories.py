"""Ask the advisory service whether a version that requirements.lock pins has a known vulnerability (`make check`).

A vulnerability fails. Where the service cannot be reached, that is said and nothing fails: a check that needs a
network would otherwise stop those who have none. Nothing is installed or downloaded.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).with_name("requirements.lock")
SECONDS = 120
_UNREACHED = re.compile(
    r"requests\.exceptions\.\w*(?:Connection|Proxy|SSL|Timeout|HTTP)|ServiceError|ConnectionError|ould not connect"
)


def verdict(status: int, answer: str, trouble: str) -> tuple[int, str]:
    """Exit status and what to say of pip-audit's exit status, JSON and standard error.

    >>> verdict(1, "", "requests.exceptions.ConnectionError: no route")[0]
    0
    """
    try:
        dependencies = json.loads(answer)["dependencies"]
    except (ValueError, KeyError):
        last = (trouble.strip().splitlines() or ["it said nothing"])[-1]
        if _UNREACHED.search(trouble):
            return (
                0,
                f"known vulnerabilities: not asked, the advisory service cannot be reached ({last[:160]})",
            )
        return 1, f"known vulnerabilities: pip-audit ended with status {status}: {last}"
    found = [(d, v) for d in dependencies for v in d.get("vulns", ())]
    if found:
        lines = [
            f"{d['name']} {d['version']}: {v['id']}, mended in {', '.join(v.get('fix_versions') or ['no version yet'])}"
            for d, v in found
        ]
        return 1, "\n".join(["known vulnerabilities; raise these versions with `make lock`:", *lines])
    unknown = sum("skip_reason" in d for d in dependencies)
    if unknown == len(dependencies):
        return 0, f"known vulnerabilities: not asked, the advisory service knows none of {unknown} packages"
    if status:
        return 1, f"known vulnerabilities: pip-audit ended with status {status}"
    said = f"known vulnerabilities: none in {len(dependencies) - unknown} packages"
    return 0, said + (f"; {unknown} are not known to the advisory service" if unknown else "")


def main() -> int:
    """Ask, and print what was said."""
    command = [
        sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "-r", str(LOCK), "--format", "json",
        "--progress-spinner", "off", "--timeout", "10",
    ]  # fmt: skip
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        _say(f"known vulnerabilities: not asked, the advisory service did not answer in {SECONDS} s")
        return 0
    status, said = verdict(ran.returncode, ran.stdout, ran.stderr)
    _say(said)
    return status


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    raise SystemExit(main())
