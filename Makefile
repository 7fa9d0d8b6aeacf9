# The whole workflow. `make run` and `make test` do all set-up themselves.
.PHONY: run stop test check fix bench docs bundle setup lock
OUT ?= tradewind-out
# What asks no database, brings an SQLite file of its own, or asks the database nothing that another test does not, runs
# once; so does who may write, which is decided before the database is asked. All else of the platform runs on both
# databases. The race is run on PostgreSQL by hand: it takes a minute.
RUN_ONCE = api_cases api_fuzz backup_restore case_reports cases_procedures custody_evidence custody_pictures \
	custody_stamps customs_hooks customs_refusals deployment ends_of_a_case entrance_browser field_gas \
	findings_asked forgetting house_rules language_ar language_fr named_persons page_details page_weight \
	picture_pages procedure_drafts proceedings_court proceedings_reckoning registers_restored seizures_picture \
	serving sources_keeping sources_mending sources_pages told_in_ones_language translating

run: setup
	@.venv/bin/python run.py $(OUT)

stop: setup
	@.venv/bin/tradewind demo --stop --office $(OUT)/demonstration

setup:
	@./setup.sh run

test: check
	@.venv/bin/python -m pytest -n 2 --dist worksteal
	@TRADEWIND_TEST_DATABASE=postgresql .venv/bin/python -m pytest -n 2 --dist worksteal tests/web tests/permissions \
		-k "not (each_person and POST)" \
		$(foreach t,$(RUN_ONCE),--ignore tests/web/test_$(t).py)

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
