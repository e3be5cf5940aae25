# `make` is everything that CI does.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: all help install lint types test coverage contract nightly format docs site screenshots stacks density bench hostile replicas soak reliability \
	locks wheel clean

all: lint types coverage contract

help:               ## these lines
	@awk -F ':.*## ' '/^[a-z]+:.*##/ {printf "%-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

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

test: install       ## what the README says: all tests but those that need other clients
	$(BIN)/python -m pytest

coverage: install   ## the same and the slow ones, and how much of the code they run
	$(BIN)/python -m pytest -m 'not contract' --cov --cov-report=term:skip-covered

contract: install   ## what real clients make of it (needs Node and npm, Java and Maven, Chromium)
	$(BIN)/python -m pytest -n 0 -m contract tests/contract

nightly: install    ## what takes long: random queries on twenty other seeds, 3,000 resources before the validator, Synthea in three ways
	for seed in $$(seq 11 30); do QUERY_SEED=$$seed $(BIN)/python -m pytest tests/oracle || exit 1; done
	VALIDATED=3000 SYNTHEA=every $(BIN)/python -m pytest -n 0 -m contract tests/contract/test_validator.py tests/contract/test_synthea.py

replicas: install   ## steps behind HAProxy with a thousand sessions (needs redis-server and haproxy)
	REPLICAS_LABELS=1000 $(BIN)/python -m pytest -n 0 -m contract tests/contract/test_replicas_exact.py

soak: install       ## an hour of 500 clients, and its line of docs/reliability.md
	$(BIN)/python -m tests.reliability 3600

reliability: install ## run what docs/reliability.md tells of, and write it
	$(BIN)/python -m tests.reliability

format: install     ## repair what can be repaired
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: install       ## write the tables of the manual anew
	$(BIN)/python -m tests.manual.tables
	$(BIN)/python -m tests.contract.page

screenshots: install ## take the pictures of the console and of reports anew (needs Chromium)
	$(BIN)/python -m tests.contract.console.screenshots
	$(BIN)/python -m tests.contract.report_pages.screenshots

site: install       ## the manual as a site, in build/site
	$(BIN)/pip install -q -e '.[site]'
	$(BIN)/python -m tests.manual.site
	$(BIN)/zensical build -f mkdocs.yml

density: install    ## conditional expressions per 1,000 lines, package by package
	$(BIN)/python -m tests.architecture.density

stacks: install     ## what retry libraries in five languages do, in virtual and in real time (needs Node, Java, Go, Rust)
	$(BIN)/python -m tests.stories.stacks
	$(BIN)/python -m tests.contract.stacks

bench: install      ## speed, as ratios to a bare aiohttp handler (needs wrk)
	$(BIN)/python -m bench

hostile: install    ## 300,000 hostile requests to a server of its own, and what came of them
	$(BIN)/python -m tests.hostile

locks: install      ## the locked dependencies of the image and of development, anew (needs uv)
	for extra in check data dev replicas; do uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --extra $$extra -o requirements/$$extra.txt pyproject.toml; done
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -o requirements/base.txt pyproject.toml

wheel: install      ## what is published
	$(BIN)/pip wheel -q --no-deps -w dist .

clean:
	rm -rf $(VENV) dist build .coverage* .mypy_cache .pytest_cache .ruff_cache
	rm -rf tests/contract/node/node_modules tests/contract/java/target tests/contract/go/target tests/contract/rust/target
	rm -rf tests/contract/synthea/target tests/contract/validator/target
