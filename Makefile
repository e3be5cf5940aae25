# `make` is everything that CI does.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: all install lint types test contract format docs bench wheel clean

all: lint types test

install: $(BIN)/.installed

$(BIN)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q -e '.[dev]'
	touch $@

lint: install       ## style and forbidden constructs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install      ## every type, strictly
	$(BIN)/mypy

test: install       ## all tests, with coverage
	$(BIN)/python -m pytest

contract: install   ## what real FHIR clients make of it (needs Node and npm, Java and Maven)
	$(BIN)/python -m pytest --no-cov tests/contract

format: install     ## repair what can be repaired
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: install       ## write the tables of the manual anew
	$(BIN)/python -m tests.manual.tables
	$(BIN)/python -m tests.stories.stacks
	$(BIN)/python -m tests.contract.page

bench: install      ## speed, as ratios to a bare aiohttp handler (needs wrk)
	$(BIN)/python -m bench

wheel: install      ## what is published
	$(BIN)/pip wheel -q --no-deps -w dist .

clean:
	rm -rf $(VENV) dist build .coverage* .mypy_cache .pytest_cache .ruff_cache
	rm -rf tests/contract/node/node_modules tests/contract/java/target
