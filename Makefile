# `make` lists what can be made. Every target makes its own .venv from constraints.txt when that is missing.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash

NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))'
CANDIDATES := python3.11 python3.12 python3.13 python3.14 python3
PYTHON ?= $(firstword $(foreach p,$(CANDIDATES),$(shell $(p) $(NEW_ENOUGH) 2>/dev/null && echo $(p))))
BIN := .venv/bin
READY := .venv/.ready
WORKERS ?= 2

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): requirements.txt constraints.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; none was found on the PATH"; exit 1; }
	@echo "making .venv with $(PYTHON)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install -qq --disable-pip-version-check --constraint constraints.txt pip
	@$(BIN)/pip install -qq --disable-pip-version-check --constraint constraints.txt --build-constraint constraints.txt --editable . --group dev
	@touch $@

.PHONY: studio
studio: $(READY) ## start the studio on this machine
	@$(BIN)/synfinance studio

.PHONY: test
test: check browser promtool redis ## every check and every test
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile

.PHONY: check
check: $(READY) ## ruff, mypy and the floors
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

.PHONY: browser
browser:
	@command -v chromium > /dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu > /dev/null; }

.PHONY: promtool
promtool:
	@command -v promtool > /dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends prometheus > /dev/null; }

.PHONY: redis
redis:
	@command -v redis-server > /dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends redis-server > /dev/null; }

.PHONY: bench
bench: $(READY) ## speed, memory and scaling; PEERS=1 beside two other generators, WRITE=1 to docs/
	@$(BIN)/python -m benchmarks.bench $(if $(PEERS),--peers) $(if $(WRITE),--write)
	@$(BIN)/python -m benchmarks.resilience
	@$(BIN)/python -m benchmarks.quality

.PHONY: prove
prove: $(READY) ## the long proofs: one million rows re-added, leakage, workers, periods
	@$(BIN)/python -m benchmarks.prove

.PHONY: hardness
hardness: $(READY) ## how hard fraud is to find at each difficulty, over three seeds
	@$(BIN)/python -m benchmarks.hardness

.PHONY: wheel
wheel: $(READY) ## dist/: the wheel, with the studio and the figures in it
	@rm -rf build dist
	@$(BIN)/python -m build --wheel --no-isolation --outdir dist . > /dev/null
	@ls -l dist/*.whl

.PHONY: dictionary
dictionary: $(READY) ## docs/dictionary.md: every table and column, from synfin_core/schema.py
	@$(BIN)/python -m docs.make_dictionary

.PHONY: sizes
sizes: wheel ## what each layer of the image weighs, from what is installed here
	@$(BIN)/python -m docs.make_sizes

.PHONY: baseline
baseline: $(READY) ## write the fingerprints that a later build is held to
	@$(BIN)/python -m tests.baseline.update

.PHONY: pools
pools: $(READY) ## rebuild the frozen name pools with Faker
	@$(BIN)/python -m docs.make_pools

.PHONY: calibration
calibration: $(READY) ## docs/calibration.md: every published figure beside ours
	@$(BIN)/python -m docs.make_calibration_table

.PHONY: readme
readme: $(READY) ## run the examples of README.md and show what they really print
	@$(BIN)/python -m docs.make_readme

.PHONY: screenshots
screenshots: $(READY) browser ## docs/screenshots: the studio, light, dark and narrow
	@$(BIN)/python -m docs.make_screenshots
