# Each target sets itself up: the virtual environment is made once and renewed when a lock changes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.locked
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export NO_MKDOCS_2_WARNING := 1

.PHONY: handbook test
.DEFAULT_GOAL := handbook

$(STAMP): requirements/dev.txt pyproject.toml
	@tests/prepare system
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

handbook: $(STAMP)
	# 4 is "in part": what could be read is worth a book, which names what could not
	$(BIN)/heirbook collect || [ $$? -eq 4 ]
	$(BIN)/heirbook build

test: $(STAMP)
	@tests/prepare parts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto --dist loadgroup
