# make site       builds this repository's handbook into site/
# make manual     builds guidegen's manual into manual/site/
# make reference  writes what the code knows into the manual, and the schemas for editors
# make test       runs every check: ruff, mypy, pytest
# make pictures   takes the pictures in the README and the manual (needs Chromium, and what PDFs are drawn with)
# make readability says how easy each chapter of content/ and manual/ is to read
#
# Needs python3 (3.11 or later) with venv, git and make; everything else is
# installed into .venv from the package registries.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: site manual reference test format lock pictures readability clean

site: .venv/installed
	$(BIN)/guidegen build

manual: .venv/installed
	$(BIN)/guidegen build manual

reference: .venv/installed
	$(BIN)/python -m scripts.reference
	$(BIN)/python -m scripts.schemas

test: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist worksteal

format: .venv/installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

pictures: .venv/installed
	$(BIN)/python scripts/pictures.py

readability: .venv/installed
	$(BIN)/python scripts/readability.py

# Pinned versions with hashes and without addresses; uv makes the list, pip and uv read it.
lock: .venv/installed
	$(BIN)/python -m pip install -q uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --all-extras --generate-hashes \
		--no-header --no-annotate pyproject.toml --output-file requirements/dev.txt

.venv/installed: requirements/dev.txt pyproject.toml
	$(PYTHON) scripts/install.py
	touch $@

clean:
	rm -rf .venv .guidegen manual/.guidegen .mypy_cache .ruff_cache .pytest_cache .hypothesis
