# Needs python3 (3.11 or later) with venv, and make; everything else comes from the lock files.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8000

.PHONY: serve test check bench spark gold assets lock clean

serve: $(VENV)/.serve  ## convert, validate and load data/notices, then serve
	$(BIN)/kg serve --port $(PORT)

test: $(VENV)/.dev check  ## format, lint, types, then every test
	$(BIN)/python -m tests.everything $(PYTEST)

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(VENV)/.dev  ## speeds, as ratios within one run; not part of the gate
	$(BIN)/python -m tests.bench $(BENCH)

spark: $(VENV)/.dev  ## both engines of kg bulk, with kills and a full disk; needs Java 17; not part of the gate
	$(BIN)/python -c 'import pyspark' 2>/dev/null || $(BIN)/python -m pip --quiet --disable-pip-version-check install 'pyspark>=4,<5'
	$(BIN)/python -m tests.bulk.spark $(SPARK)

gold: $(VENV)/.dev  ## show what gold notices are read otherwise, then bind the readings of today
	$(BIN)/python -m tests.gold.renew $(GOLD)

assets:  ## rebuild src/kg/web/static from the npm lock file (needs node)
	cd src/kg/web/assets && npm ci --ignore-scripts && npm run build

lock: $(VENV)/bin/python  ## exact versions with hashes, without addresses
	$(BIN)/python -m pip --quiet --disable-pip-version-check install uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links --upgrade pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links --group dev -c requirements.lock \
	  pyproject.toml -o requirements-dev.lock
	echo duckdb | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links -c requirements-dev.lock - -o requirements-tables.lock

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# What .serve installs is a subset of what .dev installs, so one folder serves both.
$(VENV)/.serve: requirements.lock requirements-tables.lock pyproject.toml | $(VENV)/bin/python
	@test -e $(VENV)/.dev || $(BIN)/python -m pip --quiet --disable-pip-version-check install --no-deps --require-hashes -r requirements.lock
	@test -e $(VENV)/.dev || $(BIN)/python -m pip --quiet --disable-pip-version-check install --no-deps --editable .
	@# Tables where there is a wheel of DuckDB; elsewhere their questions go to SPARQL.
	@-$(BIN)/python -m pip --quiet --disable-pip-version-check install --no-deps --only-binary :all: --require-hashes -r requirements-tables.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip --quiet --disable-pip-version-check install --no-deps --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip --quiet --disable-pip-version-check install --no-deps --editable .
	@touch $@

clean:
	rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache .hypothesis
