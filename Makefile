# Every target sets up what it needs: a machine with Python 3.11 or later and make is enough.
# The packages are pinned with their hashes in requirements*.txt; `make lock` makes those anew.

PYTHON ?= $(firstword $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python; done))
VENV ?= .venv
PREFIX ?= $(HOME)/.local
PIP = $(VENV)/bin/python -m pip --disable-pip-version-check -qq
RUN = $(VENV)/bin/python -m
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help run test check format bench fuzz chaos install lock clean

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

run: $(VENV)/.run ## the monitor in the foreground, with monitor.yml
	@exec $(RUN) monitor run

test: $(VENV)/.dev ## the tests
	$(RUN) pytest -n $(WORKERS)

check: $(VENV)/.dev ## all that CI checks: format, lint, types, layers, tests
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy
	$(VENV)/bin/lint-imports
	$(RUN) pytest -n $(WORKERS)

format: $(VENV)/.dev ## lay the code out anew
	$(RUN) ruff check --fix-only --quiet .
	$(RUN) ruff format .

bench: $(VENV)/.dev ## how fast, on this machine
	$(RUN) benchmarks.latency
	$(RUN) benchmarks.intake
	$(RUN) benchmarks.matching
	$(RUN) benchmarks.shipped
	$(RUN) benchmarks.hostile
	$(RUN) benchmarks.backtest
	test ! -d ../shared/data/bench || $(RUN) benchmarks.matching_reference
	test ! -d ../shared/data/bench || $(RUN) benchmarks.edits
	test ! -d ../shared/data/articles || $(RUN) benchmarks.archive 20000
	test ! -d ../shared/data/articles || $(RUN) benchmarks.keeping
	$(RUN) benchmarks.storm

fuzz: $(VENV)/.dev ## damaged files of every format, rules and queries, for ten minutes or so
	FUZZ_EXAMPLES=20000 $(RUN) pytest -q -n $(WORKERS) tests/reading/test_formats_fuzzed.py tests/rules/test_fuzzed.py

chaos: $(VENV)/.dev ## kill -9 at 1,000 random moments, hostile servers, full disks; an hour or so
	$(RUN) tests.chaos --kills 1000

install: $(VENV)/.dev ## PREFIX/bin/monitor, in an environment of its own (PREFIX=~/.local)
	$(PYTHON) -m venv $(PREFIX)/lib/news-monitor
	$(PREFIX)/lib/news-monitor/bin/python -m pip --disable-pip-version-check -qq install --require-hashes -r requirements.txt
	rm -rf build/wheel
	$(PIP) wheel --no-deps --no-build-isolation --wheel-dir build/wheel .
	$(PREFIX)/lib/news-monitor/bin/python -m pip --disable-pip-version-check -qq install --no-deps --force-reinstall build/wheel/*.whl
	mkdir -p $(PREFIX)/bin
	ln -sf ../lib/news-monitor/bin/monitor $(PREFIX)/bin/monitor
	$(PREFIX)/bin/monitor --version

lock: ## requirements*.txt from pyproject.toml (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--constraint requirements.txt pyproject.toml --group dev -o requirements-dev.txt

clean: ## remove what was made; seeds, rules and var stay
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

# A stamp is younger than what it was made from, so the second call starts at once.
$(VENV)/.venv:
	@test -n "$(PYTHON)" || { echo "News Monitor needs Python 3.11 or later, with its venv module (Debian: apt install python3-venv)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: requirements.txt | $(VENV)/.venv
	$(PIP) install --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(VENV)/.venv
	$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/.run
