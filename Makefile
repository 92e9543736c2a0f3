# make run    set up and start the assistant (terminal, or Telegram with TELEGRAM_TOKEN)
# make test   set up and pass every test, lint and types included
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test check lint bench image lock clean
.DEFAULT_GOAL := run

run: $(VENV)/.ready
	@$(BIN)/python -m bot run

test: $(VENV)/.dev lint
	@$(BIN)/python -m bot check
	@$(BIN)/python -m pytest

check: $(VENV)/.run
	@$(BIN)/python -m bot check

lint: $(VENV)/.dev
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy --no-error-summary

bench: $(VENV)/.dev
	@$(BIN)/python -m benchmarks $(BENCH)

image: $(VENV)/.dev
	@container/image.sh

# The lock files name every package with its hashes, for every platform and Python from 3.11 on.
lock: $(VENV)/.dev
	@$(PIP) install uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --extra dev pyproject.toml -o requirements-dev.lock

$(VENV)/.run: requirements.lock
	@echo "Setting up $(VENV) (once, about a minute) ..." >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --require-hashes -r requirements.lock >&2
	@touch $@

# A first start reads all of the knowledge; what comes of it is kept, so that the assistant itself starts at once.
$(VENV)/.ready: $(VENV)/.run
	@echo "Reading the knowledge (once, some seconds) ..." >&2
	@$(BIN)/python -m bot ask hello >/dev/null
	@touch $@

$(VENV)/.dev: requirements-dev.lock
	@echo "Setting up $(VENV) for tests (once, about a minute) ..." >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --require-hashes -r requirements-dev.lock >&2
	@touch $@ $(VENV)/.run

clean:
	rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache .hypothesis
