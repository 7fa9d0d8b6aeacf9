# The whole workflow. `make run` and `make test` do all set-up themselves.
.PHONY: run stop test longer check fix bench docs bundle setup lock
OUT ?= tradewind-out
# What locks, counts, sorts, searches or refuses by the database itself is asked of PostgreSQL as well in `make test`,
# which has twenty minutes; `make longer` asks it everything of the platform, and runs what is marked as long.
ON_BOTH = audit_chain case_and_seizure case_work consignments custody_board custody_disposal_pages \
	custody_ledger_pages customs_books customs_daily customs_link findings_delivery findings_follow_sharing \
	findings_pages groups jobs licensing licensing_register licensing_together markings matters_end overdrafts \
	people_and_agencies proceedings_register query_counts reservations_together seizures_register \
	sharing_properties sources_reach traders_register yearly_figures

run: setup
	@.venv/bin/python run.py $(OUT)

stop: setup
	@.venv/bin/tradewind demo --stop --office $(OUT)/demonstration

setup:
	@./setup.sh run

test: check
	@.venv/bin/python -m pytest -n 2 --dist worksteal
	@TRADEWIND_TEST_DATABASE=postgresql .venv/bin/python -m pytest -n 2 --dist worksteal \
		$(foreach t,$(ON_BOTH),tests/web/test_$(t).py)

longer: check
	@.venv/bin/python -m pytest -n 2 --dist worksteal -m long
	@TRADEWIND_TEST_DATABASE=postgresql .venv/bin/python -m pytest -n 2 --dist worksteal tests/web tests/permissions

check:
	@./setup.sh test
	@.venv/bin/ruff format --check -q . || { echo "run: make fix"; exit 1; }
	@.venv/bin/ruff check -q .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-logo 2>/dev/null || .venv/bin/lint-imports
	@.venv/bin/python advisories.py

fix:
	@./setup.sh test
	@.venv/bin/ruff check -q --fix . || true
	@.venv/bin/ruff format -q .

bench:
	@./setup.sh test
	@.venv/bin/python -m bench

bundle: setup # a folder for a USB stick: this version and everything it needs, for machines like this one
	@rm -rf bundle && mkdir bundle
	@.venv/bin/python -m pip wheel -q --disable-pip-version-check --no-deps --no-build-isolation -w bundle .
	@.venv/bin/python -m pip download -q --disable-pip-version-check --require-hashes -r requirements.lock -d bundle
	@cp docs/how-to/install-from-a-stick.md bundle/READ-ME-FIRST.md
	@du -sh bundle

docs:
	@./setup.sh test
	@.venv/bin/python docs/build.py

lock: # needs uv; refreshes both lock files
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml build-requirements.in -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml build-requirements.in --group dev -c requirements.lock -o requirements-test.lock
