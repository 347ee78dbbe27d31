# Two commands on a fresh machine: `make demo` and `make test`. Both create .venv from the hashed lock.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHARED ?= $(or $(SAYSO_SHARED),../shared)
READY := $(VENV)/.ready

.PHONY: demo test test-long lint browser screenshots assets readme bench bench-audit bench-blind bench-cost lock codebook clean help

help: ## what each target does
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(READY): requirements.lock requirements-uv.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("sayso needs Python 3.11 or newer, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@echo "installing sayso and what it needs into $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	@VIRTUAL_ENV=$(abspath $(VENV)) $(BIN)/uv pip install --quiet --require-hashes -r requirements.lock
	@VIRTUAL_ENV=$(abspath $(VENV)) $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(READY)

demo: $(READY) ## install, gather the nine example pages into a chronicle and show it
	@mkdir -p out && rm -f out/kim.db*
	$(BIN)/sayso add examples/kim-in-russia -c out/kim.db
	$(BIN)/sayso list -c out/kim.db
	$(BIN)/sayso disputes -c out/kim.db
	@echo "look on: $(BIN)/sayso who Kim -c out/kim.db, $(BIN)/sayso serve -c out/kim.db"

test: lint browser ## install, check and test everything that takes minutes
	$(BIN)/pytest -m "not long" -n 2 --dist loadfile --no-loadscope-reorder
	$(BIN)/python bench/gate.py

test-long: lint browser ## everything, also what takes long
	SAYSO_EXAMPLES=new $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder
	$(BIN)/python bench/gate.py

browser: ## Debian's chromium for the tests of the pages; without it they are skipped, loudly
	@sh tools/need_chromium.sh

screenshots: $(READY) browser ## the pictures of the pages in docs/images
	$(BIN)/python tools/screenshots.py

assets: ## the libraries of the pages from npm again, with their licences and hashes; needs node
	cd tools/vendor_assets && npm ci --ignore-scripts && node copy.mjs && rm -rf node_modules

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

readme: $(READY) ## outputs and figures in README.md and docs/ again, from the program and bench/results
	$(BIN)/python tools/fill_readme.py

bench: $(READY) ## the development benchmarks, results in bench/results
	$(BIN)/python bench/measure.py --data $(SHARED)/bench

bench-blind: $(READY) ## slots of events in texts that were annotated blind
	$(BIN)/python bench/blind.py --data $(SHARED)/bench

bench-audit: $(READY) ## the precision of every frame row
	$(BIN)/python bench/audit.py --data $(SHARED)/bench

bench-cost: $(READY) ## the cost of reading against the bare parse
	$(BIN)/python bench/cost.py --data $(SHARED)/bench

codebook: $(READY) ## docs/codebook.md from kinds.toml, docs/data.md from schema.sql
	$(BIN)/python tools/write_codebook.py
	$(BIN)/python tools/write_data_page.py

lock: $(READY) ## the hashed locks again from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --extra dev --extra build pyproject.toml -o requirements.lock
	echo uv | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes - -o requirements-uv.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis out
