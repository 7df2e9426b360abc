# Two commands: make site, make test. They make .venv themselves; Python 3.11 or newer is all they ask.
PYTHON ?= python3
BIN := .venv/bin
export NO_MKDOCS_2_WARNING := 1
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: site test serve check lint browser screenshot lock clean

site: .venv/ready
	$(BIN)/kb import --into content
	$(BIN)/mkdocs build --strict
	@$(BIN)/python -m hooks.pack site dist/geekonline-kb-offline.zip

test: lint browser
	$(BIN)/pytest

serve: .venv/ready
	$(BIN)/mkdocs serve

check: .venv/ready
	$(BIN)/kb check

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/kb check

browser: .venv/ready
	@$(BIN)/python -m tests.browser.ensure

screenshot: site browser
	$(BIN)/python -m tests.browser.screenshot docs/start-page.png

bench-%: .venv/ready
	@$(BIN)/python -m bench.$*

# the lock names versions and hashes only, for every platform and Python that we support
lock: .venv/ready
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --extra dev --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
	  --upgrade pyproject.toml --output-file requirements.lock

clean:
	rm -rf .venv site dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Python 3.11 or newer is needed; name it with make PYTHON=python3.12'; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
