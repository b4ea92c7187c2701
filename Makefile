# `make` lists the targets; docs/reference/make.md describes them. Nothing but Python 3.11 and make is needed.
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory
PYTHON ?= python3
NODE ?= safeconduct-node
PORT ?= 8765
JOBS ?= 2
BIN := .venv/bin
PYTEST := $(BIN)/pytest -q -n $(JOBS)
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --generate-hashes --python-version 3.11 \
	--python-platform linux --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.PHONY: help
help:  ## list these targets
	@sed -n 's/^\([a-z-]*\):.*  ## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

.PHONY: demo
demo: setup  ## set up two corridors, put public claims to their records, print the verdicts and serve the pages
	@$(BIN)/safeconduct demo black-sea-2022 --node $(NODE) --no-serve
	@$(BIN)/safeconduct demo lachin-2020 --node $(NODE) --port $(PORT) || [ $$? -eq 130 ]

.PHONY: test
test: setup-web style types layers  ## set up and run every check and every test, pages in Chromium included
	$(PYTEST) tests

.PHONY: check
check: setup-dev style types layers  ## format, lint, types, layers and the fast tests; needs no browser
	$(PYTEST) tests -m "not web and not slow and not go"

.PHONY: setup
setup:  ## make .venv with what the program needs, checked by hash; does nothing when it is there
	@$(PYTHON) tools/setup.py run

.PHONY: setup-dev
setup-dev:  ## the same with what tests and checks need
	@$(PYTHON) tools/setup.py dev

.PHONY: setup-web
setup-web:  ## the same with the system's Chromium, for tests of the pages
	@$(PYTHON) tools/setup.py dev browser

.PHONY: format
format: setup-dev  ## rewrite the code in the one format and mend what can be mended by machine
	@$(BIN)/ruff check --fix --exit-zero --quiet .
	@$(BIN)/ruff format .

.PHONY: style
style: setup-dev  ## is the code in the one format, and does it keep the rules of ruff?
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

.PHONY: types
types: setup-dev  ## do the types fit, in source, tests and tools?
	@$(BIN)/mypy

.PHONY: layers
layers:  ## show the levels; fail on an import upwards or in a circle, or on a clock, disk or socket below node
	@$(PYTHON) -m tools.layers
	@$(PYTHON) -m tools.seams

.PHONY: docs
docs: setup-dev  ## write the generated parts of the documents, then test examples and links
	@$(BIN)/python -m tools.docs write
	$(PYTEST) tests/docs

.PHONY: pictures
pictures: setup-web  ## set the Lachin case up and take the pictures of its pages for the documents; some minutes
	@$(BIN)/python -m tools.pictures

.PHONY: figures
figures:  ## shape of the tree; DIRS="../httpx ../tuf" puts other checkouts beside it
	@$(PYTHON) tools/style_figures.py . $(DIRS)

.PHONY: bench
bench: setup-dev  ## ours beside its peers in one run, written to bench/results; BENCH="append" for one of them
	@$(BIN)/python -m bench $(BENCH)

.PHONY: messages
messages: setup-dev  ## collect the messages of the pages, bring translations up to date and compile them
	@$(BIN)/python tools/messages.py update
	@$(BIN)/python tools/messages.py compile
	@$(BIN)/python tools/messages.py check

.PHONY: field-test
field-test: setup-web  ## scenarios with real processes, and everything else that is slow
	$(PYTEST) tests -m "slow or web or go"

.PHONY: lock
lock: setup-dev  ## choose versions anew and pin them by hash in requirements/
	@$(LOCK) --group build --upgrade --output-file requirements/run.txt
	@$(LOCK) --group build --group dev --constraints requirements/run.txt --upgrade \
		--output-file requirements/dev.txt

.PHONY: clean
clean:  ## remove .venv and caches; leaves the node's folder alone
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
