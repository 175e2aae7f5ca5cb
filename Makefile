# Everything runs from .venv, which `make install` fills with pinned and hashed packages.

PYTHON ?= python3
# Tests run on so many processes at once; those of one file stay together.
WORKERS ?= 3
UV     := uv==0.13.9

venv := .venv
bin  := $(venv)/bin
pip  := $(bin)/python -m pip --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help install test chaos-test lint format demo bench browser-test lock clean compiled

help:  ## Show what can be made
	@sed -n 's/^\([a-z-]*\):.*##  *\(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | column -t -s '|' 2>/dev/null \
	  || sed -n 's/^\([a-z-]*\):.*##  */  make \1  /p' $(firstword $(MAKEFILE_LIST))

install: $(venv)/.project  ## Make .venv with everything needed to run, test and develop

$(bin)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "yingsu needs Python 3.11 or newer, and '$(PYTHON)' is not. Install one (Debian, Ubuntu: apt-get install python3 python3-venv)" >&2; \
	  echo "or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' cannot make virtual environments: its module ensurepip is missing." >&2; \
	  echo "Install it (Debian, Ubuntu: apt-get install python3-venv) and run make $(MAKECMDGOALS) again." >&2; exit 1; }
	$(PYTHON) -m venv $(venv)

$(venv)/.requirements: requirements/dev.txt | $(bin)/python
	$(pip) install --quiet --require-hashes --requirement requirements/dev.txt
	@touch $@

$(venv)/.project: pyproject.toml $(venv)/.requirements
	$(pip) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# Tests start hundreds of processes, and with PYTHONDONTWRITEBYTECODE each of them would compile all anew.
compiled: install
	@$(bin)/python -m compileall -q deploy services shared tests

test: lint compiled  ## Lint, then run every test that needs no browser and no patience
	$(bin)/python -m pytest -m "not browser and not long" -n $(WORKERS) --dist loadfile --no-loadscope-reorder

chaos-test: compiled  ## Run the tests that take minutes: deaths at many moments, damage of every kind
	$(bin)/python -m pytest -m "long and not browser"

browser-test: compiled  ## Run the tests that need Chromium (Debian: apt-get install chromium fonts-noto-cjk)
	$(bin)/python -m pytest tests/browser -m browser -n $(WORKERS) --dist loadfile

lint: install  ## Check style, types and import contracts
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy --strict shared services deploy
	$(bin)/lint-imports

format: install  ## Format the code and mend what ruff can mend
	$(bin)/ruff check --fix-only .
	$(bin)/ruff format .

demo: install  ## Start everything, import both example districts, show their figures
	$(bin)/python -m deploy.demo

bench: install  ## Measure the project beside the raw limits of this machine
	$(bin)/python -m tests.benchmarks

# Keeps every pin that still fits; `make lock LOCK=--upgrade` takes the newest versions.
lock:  ## Write requirements/*.txt anew from pyproject.toml
	$(PYTHON) -m venv $(venv)-lock
	$(venv)-lock/bin/python -m pip --disable-pip-version-check install --quiet $(UV)
	$(call compile,dev,--all-extras)
	$(call compile,runtime,--constraint requirements/dev.txt)
	rm -rf $(venv)-lock

define compile
$(venv)-lock/bin/uv pip compile pyproject.toml $(2) $(LOCK) --quiet --no-config --universal --python-version 3.11 \
  --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
  --output-file requirements/$(1).txt
endef

clean:  ## Remove .venv, caches and builds; data is kept
	rm -rf $(venv) $(venv)-lock build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find deploy services shared tests -name __pycache__ -type d -prune -exec rm -rf {} +
