# `make run` and `make test` are all there is to know; `make help` lists the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
NEEDED := pyproject.toml constraints.txt
STORING := tests/bot/storage tests/bot/outbox
SHORT := -m "not long"
# Half as many again as there are processors: a third of a test's time is waiting for processes.
WORKERS := $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) * 3 // 2 or 2)' 2>/dev/null || echo 2)
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-annotate --custom-compile-command "make requirements" --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help run tools test test-install test-install-long requirements release coverage test-cluster test-cluster-all test-page test-faults test-faults-long audit docs load soak lint types format bench clean

help: ## List what make can do
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST)

run: $(VENV)/.run ## Install if needed, load articles/, start the bot, or without a token a page to try it on
	@$(BIN)/kutip run

tools: $(VENV)/.all ## Install what every check needs, at once

# Bytecode is written whatever the environment says: the tests start some 200 processes, and each
# would compile the whole program anew.
test: $(VENV)/.tools ## Run every test
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

coverage: $(VENV)/.tools ## Run every test and measure what of the code it runs; takes twice as long
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --cov -n $(WORKERS) --dist worksteal

test-cluster: $(VENV)/.tools ## Run the tests that need OpenSearch and PostgreSQL, starting both
	@$(BIN)/python -m tests.cluster.needs
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m tests.cluster.servers run -- sh -c \
	  '$(BIN)/python -m pytest --cluster tests/cluster $(SHORT) -n 3 --dist loadscope; others=$$?; \
	  $(BIN)/python -m pytest --database postgresql $(STORING) -n 3 && exit $$others'

test-cluster-all: SHORT :=
test-cluster-all: STORING += $(addprefix tests/bot/,alerts announcements articles channels feeds statistics users)
test-cluster-all: test-cluster ## Run also those that take minutes: every kind of kill, all that is stored

test-page: $(VENV)/.page ## Run the tests of the page, which need Chromium
	@$(BIN)/python -m tests.page.needs
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --page tests/page -n 2

test-faults: $(VENV)/.tools ## Run the tests of what breaks around the program: disk, database, network, signals
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m tests.faults.needs $(BIN)/python -m pytest --faults \
	  tests/faults $(SHORT) -n 2

test-faults-long: SHORT :=
test-faults-long: test-faults ## Run also two minutes of kill -9 at random moments, under load

audit: $(VENV)/.audit ## Look for unsafe code, and for packages with known faults
	@$(BIN)/bandit --quiet --recursive bot handlers index
	@$(BIN)/python -m tests.audit; audited=$$?; if [ $$audited -eq 77 ]; then \
	  echo "!!! NOT RUN: the audit of packages, for the reason above." >&2; else exit $$audited; fi

docs: $(VENV)/.docs ## Make a site of docs/ in build/site
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs --quiet build --strict
	@! grep -rE '(src|<link[^>]* href)="?(https?:)?//' build/site --include=*.html || { \
	  echo "These pages load something from elsewhere." >&2; exit 1; }
	@! grep -rE '^\| ?-|<p>\|' build/site --include=*.html || { \
	  echo "These tables are none: is a line empty before each?" >&2; exit 1; }

test-install: $(VENV)/.release ## Build the wheel, install it as the documents say, and run what was installed
	@$(BIN)/python -m tests.install.needs || \
	  echo "!!! NOT RUN: tests/install/system, since the above is missing." >&2
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --install tests/install $(SHORT) \
	  -n 2 --dist loadgroup

test-install-long: SHORT :=
test-install-long: test-install ## Do also the first hour in English, and run the image and the service of deploy/

load: $(VENV)/.tools ## Ask the program 40 questions a second for two minutes; LOAD="--help" lists what can be chosen
	@$(BIN)/python -m tests.load $(LOAD)

soak: $(VENV)/.tools ## Ask the program slowly for HOURS=1, and fail if it grows; SOAK="--help" as above
	@$(BIN)/python -m tests.load.soak --hours $(or $(HOURS),1) $(SOAK)

lint: $(VENV)/.tools ## Check style and formatting
	@$(BIN)/ruff check .; checked=$$?; $(BIN)/ruff format --check . && exit $$checked

types: $(VENV)/.tools ## Check types
	@$(BIN)/mypy

format: $(VENV)/.tools ## Lay out the code and mend what can be mended
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(VENV)/.bench ## Measure speed, beside other engines too
	@$(BIN)/python -m tests.bench

requirements: $(VENV)/.release ## Write requirements/*.txt, with hashes, from constraints.txt
	@$(COMPILE) --output-file requirements/runtime.txt pyproject.toml
	@$(COMPILE) --output-file requirements/cluster.txt --extra cluster pyproject.toml
	@printf 'hatchling\nuv\n' | $(COMPILE) --output-file requirements/build.txt -

release: $(VENV)/.release ## Build what is released into dist/: sdist, wheel, SBOM and checksums
	@$(BIN)/python -m tests.install.release

clean: ## Remove the environment and every cache; articles/, data/ and .env stay
	@rm -rf $(VENV) build dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "Kutip needs Python 3.11 or newer, and there is no $(PYTHON) here." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Kutip needs Python 3.11 or newer; $(PYTHON) is older." \
	       "Name a newer one: make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "The environment could not be made; on Debian and Ubuntu:" \
	       "sudo apt install python3-venv" >&2; exit 1; }

# Python compiles what it imports, the first time; pip would compile all, for half of its time.
$(VENV)/.run: $(NEEDED) | $(BIN)/python
	@echo "Installing Kutip into $(VENV), once; this takes about a minute ..." >&2
	@$(PIP) install --no-compile --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.tools: $(NEEDED) | $(BIN)/python
	@echo "Installing Kutip and its tests' tools into $(VENV), once; about a minute ..." >&2
	@$(PIP) install --constraint constraints.txt --editable ".[dev]"
	@touch $@ $(VENV)/.run

# All at once: half the time of one after the other, and then checks can run beside one another.
$(VENV)/.all: $(NEEDED) | $(BIN)/python
	@echo "Installing Kutip and all that checks it into $(VENV), once; two minutes ..." >&2
	@$(PIP) install --constraint constraints.txt --editable ".[dev,audit,docs,page,release]"
	@touch $@ $(addprefix $(VENV)/,.run .tools .audit .docs .page .release)

$(VENV)/.audit: $(NEEDED) | $(BIN)/python
	@echo "Installing Kutip and what audits it into $(VENV), once ..." >&2
	@$(PIP) install --constraint constraints.txt --editable ".[dev,audit]"
	@touch $@ $(VENV)/.tools $(VENV)/.run

$(VENV)/.page: $(NEEDED) | $(BIN)/python
	@echo "Installing Kutip and what drives a browser into $(VENV), once ..." >&2
	@$(PIP) install --constraint constraints.txt --editable ".[dev,page]"
	@touch $@ $(VENV)/.tools $(VENV)/.run

$(VENV)/.docs: $(NEEDED) | $(BIN)/python
	@echo "Installing what makes a site of docs/ into $(VENV), once ..." >&2
	@$(PIP) install --constraint constraints.txt --editable ".[docs]"
	@touch $@ $(VENV)/.run

$(VENV)/.bench: $(NEEDED) | $(BIN)/python
	@echo "Installing Kutip and the engines to compare it with into $(VENV), once ..." >&2
	@$(PIP) install --constraint constraints.txt --editable ".[dev,bench]"
	@touch $@ $(VENV)/.tools $(VENV)/.run

$(VENV)/.release: $(NEEDED) | $(BIN)/python
	@echo "Installing Kutip and what builds a release into $(VENV), once ..." >&2
	@$(PIP) install --constraint constraints.txt --editable ".[dev,release]"
	@touch $@ $(VENV)/.tools $(VENV)/.run
