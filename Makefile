# Startfoto. On a new machine with Python 3.11 or newer: `make run` serves it, `make test` tests it.
# Everything Python is installed in .venv here; the README has the same in plain commands, for Windows too.

VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
PYTHON ?=
PIP_INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check
NEW_ENOUGH := import ensurepip, sys; sys.exit(sys.version_info < (3, 11))
LOCK := $(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --annotation-style=line --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test test-all check hooks backup restore bench screenshots example lock audit programs system-packages clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUN) ## Serve the dashboard on http://localhost:8501 (STREAMLIT_SERVER_PORT changes the port)
	@exec $(BIN)/streamlit run app.py

test: check programs ## Check the code and run the tests (at most 12 minutes on 2 cores)
	$(BIN)/python -m pytest

test-all: check programs ## The same with the slow tests: every width, every kill, the soak
	$(BIN)/python -m pytest -m ""

check: $(DEV) ## Lint, format, types, which room may import which, what could be a way in; no network
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/bandit --quiet --recursive --configfile pyproject.toml .

hooks: ## Let git run `make check` before every commit
	git config core.hooksPath .githooks

backup: $(RUN) ## Make a backup of all data, also while the dashboard runs
	@$(BIN)/python -m intake.backups backup

restore: $(RUN) ## List the backups; NAME=... puts one back, LATEST=1 the newest; GO_ON=1, EMPTY=1 after damage
	@$(BIN)/python -m intake.backups restore "$(or $(NAME),$(if $(LATEST),laatste),$(if $(GO_ON),verder),$(if $(EMPTY),leeg))"

bench: $(DEV) ## Measure how fast it is; prints seconds, fails on ratios only
	$(BIN)/python -m bench

screenshots: $(DEV) programs ## Make the pictures of the documentation
	$(BIN)/python -m docs.screenshots

example: $(RUN) ## Make the example municipality's files in data/example again
	$(BIN)/python data/example/make_example.py

lock: $(DEV) ## Pin requirements.in and requirements-dev.in again; UPGRADE=1 takes the newest versions
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || \
		{ echo "The pins must hold on Python 3.11, the oldest we support: make clean lock PYTHON=python3.11" >&2; exit 1; }
	@$(call pin,requirements)
	@$(call pin,requirements-dev)

define pin
	cp $(1).txt $(VENV)/pins && $(LOCK) --output-file=$(VENV)/pins $(1).in && \
	{ printf '# Pinned by `make lock` from %s: change that file, not this one.\n\n' $(1).in; sed '/^#/d; /^$$/d' $(VENV)/pins; } > $(VENV)/$(1).txt && \
	{ cmp -s $(VENV)/$(1).txt $(1).txt && echo "$(1).txt holds" || { cp $(VENV)/$(1).txt $(1).txt && echo "$(1).txt has changed"; }; }
endef

audit: $(DEV) ## Look for known vulnerabilities in what is pinned (needs internet)
	$(BIN)/pip-audit --strict --disable-pip --no-deps --progress-spinner off -r requirements.txt -r requirements-dev.txt

programs: $(DEV) ## Find or install the programs that the tests start: Chromium, PostgreSQL, ClamAV
	@if [ -z "$$(command -v postgres || ls /usr/lib/postgresql/*/bin/postgres 2>/dev/null)" ]; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then $(MAKE) --no-print-directory system-packages; \
		else echo "No PostgreSQL server: its tests are left out. On Debian or Ubuntu: sudo make system-packages"; fi; \
	fi
	@$(BIN)/python -m tests.browser.install_browser

system-packages: ## Install those programs with apt-get (Debian and Ubuntu, as root)
	@[ "$$(id -u)" = 0 ] || { echo "This needs root: sudo make system-packages" >&2; exit 1; }
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-upgrade --no-install-recommends \
		chromium fonts-liberation postgresql
	DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-upgrade --no-install-recommends clamav-daemon \
		|| echo "No ClamAV: the tests with the real virus scanner are left out."

clean: ## Remove the environment and every cache; the database stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment is made anew when what it holds has changed, so that nothing of an older version stays behind.
$(RUN): requirements.txt
	@python=$$(for name in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
		$$name -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$name && break; done); \
	if [ -z "$$python" ]; then \
		echo "Startfoto needs Python 3.11 or newer, with its venv module (Debian: apt-get install python3-venv)." >&2; \
		exit 1; \
	fi; \
	echo "Making $(VENV) with $$($$python --version); this takes a minute."; \
	$$python -m venv --clear $(VENV)
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(DEV): $(RUN) requirements-dev.txt
	@echo "Installing what checks and tests need."
	@$(PIP_INSTALL) -r requirements.txt -r requirements-dev.txt
	@touch $@
