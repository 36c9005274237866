# Needs make, git and Python 3.11 or later. Everything else is installed into .venv and node_modules.
PYTHON ?= python3
PORT ?= 8000
# The day on which the real report was being written.
TODAY ?= 2020-09-01

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
# Set here and not taken from the shell, so that no real installation is touched by accident.
LOCAL := env DEBUG=1 SECRET_KEY= ALLOWED_HOSTS= EMAIL_URL= FILES_DIR= SITE_URL=
DEMO := $(LOCAL) TODAY=$(TODAY) DATABASE_URL=sqlite:///var/tracker.sqlite3
CHECK := $(LOCAL) TODAY= DATABASE_URL=sqlite://:memory:
DEPLOYED := env DEBUG=0 TODAY= ALLOWED_HOSTS=example.org EMAIL_URL=smtp://localhost:25 FILES_DIR=/nowhere \
	DATABASE_URL=sqlite://:memory:

ASSETS := static/build/app.css static/build/govuk.js
STYLES := $(wildcard static/src/*.scss static/src/*/*.scss)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: run test test-browser setup check fix lock bench help

run: $(VENV)/.run $(ASSETS) ## Start the demonstration on http://127.0.0.1:8000 (PORT= to change)
	@mkdir -p var
	@$(DEMO) $(BIN)/python manage.py migrate --verbosity 0
	@$(DEMO) $(BIN)/python manage.py load_demo
	@echo; echo "Open http://127.0.0.1:$(PORT)/ (Ctrl-C stops the server)"; echo
	@exec $(DEMO) $(BIN)/python -m gunicorn jtai_tracker.wsgi --bind 127.0.0.1:$(PORT) \
		--worker-class gthread --workers 2 --threads 4 --log-level warning --no-control-socket

test: setup ## Run the whole suite: SQLite, PostgreSQL and the browser journeys
	@$(BIN)/python scripts/test.py

test-browser: setup ## Run the browser journeys alone
	@$(BIN)/python scripts/test.py browser

setup: $(VENV)/.dev $(ASSETS) ## Make the environment (.venv) and the style sheet
	@:

check: setup ## Check format, lint, types, templates, migrations and the deployment settings
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 --check {} +
	$(CHECK) $(BIN)/mypy
	$(CHECK) $(BIN)/python manage.py makemigrations --check --dry-run
	@echo "manage.py check --deploy, with settings as in production"
	@$(DEPLOYED) SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

fix: setup ## Format the code and mend what the linter can
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .
	find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 {} + || true

lock: $(VENV)/.dev ## Write requirements*.txt anew after a change to a requirements*.in
	$(BIN)/python scripts/lock.py

bench: setup ## Measure how fast the pages and the reports are
	$(BIN)/python scripts/bench.py

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed: make PYTHON=/path/to/it" \
		if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv --clear $(VENV)

$(VENV)/.run: requirements.txt | $(BIN)/python
	@echo "Installing what the tracker runs on"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	@echo "Installing what developing and testing need"
	@$(PIP) -r requirements-dev.txt
	@touch $@

node_modules/.ready: package.json package-lock.json .npmrc scripts/with-node | $(BIN)/python
	@echo "Installing the design system"
	@scripts/with-node npm ci --ignore-scripts
	@touch $@

static/build/app.css: $(STYLES) node_modules/.ready
	@mkdir -p $(@D)
	@scripts/with-node node_modules/.bin/sass --load-path=node_modules --style=compressed \
		--no-source-map static/src/app.scss $@

# The map that the last comment names is not served, and a missing file stops collectstatic.
static/build/govuk.js: node_modules/.ready
	@mkdir -p $(@D)
	@sed '/sourceMappingURL=/d' node_modules/govuk-frontend/dist/govuk/all.bundle.js > $@
