PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

help:  ## Show what can be done
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch==2.13.0
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $(READY)

install: $(READY)  ## Create .venv and install pinned dependencies

run: $(READY)  ## Open the dashboard on 127.0.0.1
	$(BIN)/stanceboard dashboard

test: $(READY) check  ## Run everything that CI runs
	$(BIN)/python -m pytest

check: $(READY)  ## Format, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(READY)  ## Put the code into its format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

evaluate: $(READY)  ## Measure on gold articles: make evaluate GOLD=path/to/gold.jsonl
	$(BIN)/stanceboard evaluate $(GOLD)

gate: $(READY)  ## Check the figures on the development sets against their floors
	$(BIN)/python -m tests.gate

bench: $(READY)  ## Time the encoder, a whole analysis and the dashboard
	$(BIN)/stanceboard bench
	$(BIN)/python -m tests.bench_dashboard

train: $(READY)  ## Train the model anew: make train NEWSMTSC=folder VOA=sentences.jsonl OUT=folder
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[train]'
	$(BIN)/stanceboard train --newsmtsc $(NEWSMTSC) $(if $(VOA),--voa $(VOA)) --out $(OUT)

wheel: $(READY)  ## Build the wheel into dist/
	$(BIN)/python -m pip wheel --quiet --no-deps -w dist .

screenshots: $(READY)  ## Take the README's screenshots anew
	$(BIN)/python -m tests.screenshots

clean:  ## Remove the environment and what tools left
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache

.PHONY: help install run test check format evaluate gate bench train wheel screenshots clean
.DEFAULT_GOAL := help
