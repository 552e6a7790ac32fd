# Needs Python 3.11+, pip and make; the tests a Chromium too. Everything else is set up here.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
# Twice as many processes as cores: half of the time a test waits for a browser or a server.
PYTEST := $(RUN) -m pytest -n 4 --dist worksteal
FLAGS :=
ifdef FRESH
FLAGS += --fresh
endif

# Else each of many short processes would compile all sources anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo check test test-all bench lint chromium clean
.DELETE_ON_ERROR:

demo: $(VENV)/runtime
	@$(if $(PORT),PORT=$(PORT)) exec $(RUN) app.py demo $(FLAGS)

# What one runs after each edit: needs no server, no browser and no PostgreSQL.
check: lint
	$(PYTEST) -m "not service and not exhaustive"

# Everything that finds faults.
test: $(VENV)/development chromium
	$(PYTEST) -m "not exhaustive"

# And the long searches, all combinations of looks, and the check that mutations are caught.
test-all: $(VENV)/development chromium
	$(PYTEST) --hypothesis-profile=long
	$(RUN) -m tests.mutations

bench: $(VENV)/development chromium
	$(RUN) -m tests.bench $(BENCH)

lint: $(VENV)/development
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy

# The shell has no window, tabs or menus, and starts four times as fast.
chromium:
	@command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || \
	  command -v chromium-browser >/dev/null || \
	  { echo "Installing Chromium for the browser tests."; apt-get update -qq; \
	    apt-get install -y -qq --no-install-recommends chromium-headless-shell >/dev/null || \
	    apt-get install -y -qq --no-install-recommends chromium >/dev/null; } || \
	  { echo "The browser tests need Chromium: install the package 'chromium'."; exit 1; }

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; PYTHON=python3.12 make … names another one."; exit 1; }
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || $(PYTHON) -m venv --without-pip $(VENV)

$(VENV)/runtime: requirements.txt | $(VENV)/bin/python
	@echo "Installing what the dashboard needs (about 20 s)."
	@$(PYTHON) -m pip --python $(RUN) install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/development: requirements.txt requirements-dev.txt | $(VENV)/bin/python
	@echo "Installing what the tests need (about 40 s)."
	@$(PYTHON) -m pip --python $(RUN) install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $(VENV)/runtime $@

clean:
	rm -rf $(VENV) var tests/output
