# make site: an environment, the sample archive built into site/. make test: every test but the long ones.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

# Material announces its end of life on every build; what follows from it stands in docs/.
export NO_MKDOCS_2_WARNING = 1
# A build starts in half the time where Python may keep what it compiled; the tests build hundreds of times.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help site serve docs lint check check-all test test-long coverage eval options licences release clean lock

help:
	@echo "make site       build the sample archive into site/"
	@echo "make serve      build it, show it on http://127.0.0.1:8000 and rebuild on every change"
	@echo "make lint       format, lint, types"
	@echo "make check      format, lint, types, fast tests"
	@echo "make test       all tests but the long ones"
	@echo "make test-long  the long ones"
	@echo "make check-all  the fast tests under every Python from 3.11 to 3.14 that is found"
	@echo "make coverage   what of generator/ the tests but those of browsers and the long ones run through, with branches"
	@echo "make docs       build the manual into build/docs/"
	@echo "make eval       measure the parser; CORPUS=DIR adds the documents of a folder"
	@echo "make options    write the editors' schema and docs/options.md anew"
	@echo "make licences   list what Tigang is made of, with versions and licences; ALL=1 adds what development needs"
	@echo "make release    build and check what is to be released, and tag it; DRY=1 leaves the tag out"

site: .venv/site
	$(BIN)/mkdocs build
	@echo "看网站：双击 site/index.html，或 make serve 后打开 http://127.0.0.1:8000"

serve: .venv/site
	$(BIN)/mkdocs serve

docs: .venv/site
	$(BIN)/mkdocs build --strict -f docs.yml
	@echo "看说明书：双击 build/docs/index.html"

lint: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

check: lint
	$(BIN)/pytest -m "not browser and not slow and not long" -n auto

check-all: .venv/dev
	.ci/matrix

test: .venv/dev
	$(BIN)/pytest -m "not long" -n auto --dist worksteal -rs

test-long: .venv/dev
	$(BIN)/pytest -m long -n auto --dist worksteal -rs

# TESTS="not browser and not slow and not long" gives a first answer sooner.
coverage: TESTS ?= not browser and not long
coverage: .venv/dev
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -m "$(TESTS)" -n auto
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

options: .venv/dev
	$(BIN)/python -m generator.schema

licences: .venv/dev
	@$(BIN)/python .ci/licences.py $(if $(ALL),--all)

release: .venv/dev
	.ci/release $(if $(DRY),--dry-run)

eval: .venv/dev
	$(BIN)/python -m benchmarks.evaluate $(CORPUS)

clean:
	rm -rf site .cache .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The newest versions within the ranges of pyproject.toml, for every platform and Python.
lock: .venv/dev
	$(PIP) --upgrade uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --all-extras --no-header --no-annotate \
		--no-emit-index-url --upgrade pyproject.toml --output-file constraints.txt

# rjieba is left out where it has no wheel; jieba does its work then.
.venv/site: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "需要 Python 3.11 以上，$(PYTHON) 不是。装好以后写明用哪一个，如 make site PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv
	$(PIP) --editable '.[fast]' || $(PIP) --editable .
	@touch $@

.venv/dev: .venv/site
	$(PIP) --editable '.[dev]'
	@touch $@
