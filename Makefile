# Everything that the README names, as one word each. `make` alone lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
INSTALLED := $(VENV)/installed
LOCK := --quiet --universal --python-version 3.11 --all-extras \
	--generate-hashes --no-emit-index-url pyproject.toml -o requirements.txt
# Each backend's own; then those of the command and of all that it does.
UNIT_TESTS := $(wildcard *_api/tests)
TOOL_TESTS := $(wildcard fourways/tests fourways/*/tests)

.DEFAULT_GOAL := help
.PHONY: help demo test contract unit tools pairs evidence abuse lint lock docs site clean

help:  ## List what can be made
	@sed -n 's/^\([a-z-]*\):.*##  *\(.*\)/make \1|\2/p' Makefile \
		| awk -F '|' '{ printf "  %-14s %s\n", $$1, $$2 }'

demo: $(INSTALLED)  ## Install, then run the contract against every backend
	@$(BIN)/fourways demo

test: contract unit  ## Run the contract on both databases, and the backends' own tests

contract: $(INSTALLED)  ## Run the contract on SQLite and on PostgreSQL
	$(BIN)/fourways test --database sqlite --database postgresql

unit: $(INSTALLED)  ## Run the own tests of each backend
	$(BIN)/python -m pytest -q -n 2 $(UNIT_TESTS)

tools: $(INSTALLED)  ## Run the tests of the command, the site, the workshop and the rest
	$(BIN)/python -m pytest -q -n 2 $(TOOL_TESTS)

# What a server takes part in; `fourways test --other-servers` runs all the rest too.
SEAM := wire operations bodies routing responses errors hosts

pairs: $(INSTALLED)  ## Run what servers have a part in on every other server
	$(BIN)/fourways test --other-servers $(SEAM:%=--concern %)

evidence: $(INSTALLED)  ## Check samples of what docs/evidence has recorded
	$(BIN)/fourways evidence --check --sample
	$(BIN)/fourways trace --check

abuse: $(INSTALLED)  ## Broken HTTP, odd requests, replicas that are replaced: a round each
	$(BIN)/fourways wire --server scratch
	$(BIN)/fourways fuzz --requests 300 --seed 1
	$(BIN)/fourways replicas scratch --scenario rolling

lint: $(INSTALLED)  ## Check style, types, and that generated files are current
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/fourways contract --check
	$(BIN)/fourways differences --check
	$(BIN)/fourways workshop leader --check
	$(BIN)/fourways bench document --check
	$(BIN)/fourways mutants --check
	@copy=$$(mktemp -d) && cp pyproject.toml requirements.txt $$copy \
		&& (cd $$copy && "$(CURDIR)/$(BIN)/uv" pip compile $(LOCK)) \
		&& diff requirements.txt $$copy/requirements.txt \
		&& rm -r $$copy && echo "requirements.txt matches pyproject.toml" \
		|| { echo "requirements.txt does not match pyproject.toml, or could not be" \
		"resolved: see above; make lock brings it up to date" >&2; exit 1; }

docs: $(INSTALLED)  ## Write the generated documents again
	$(BIN)/fourways contract
	$(BIN)/fourways differences
	$(BIN)/fourways workshop leader

site: $(INSTALLED)  ## Build the site into site/
	$(BIN)/fourways site

lock: $(INSTALLED)  ## Resolve pyproject.toml into requirements.txt again
	$(BIN)/uv pip compile $(LOCK)

clean:  ## Remove the virtual environment and what runs left behind
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache reports site slides

$(INSTALLED): requirements.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { \
		echo "$(PYTHON) is not there: install Python 3.11 or later." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or later is needed, and $(PYTHON) is" \
		"$$($(PYTHON) -V). Name another: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Installing into $(VENV): once, about a minute."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet --quiet \
		--require-hashes -r requirements.txt
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet --quiet \
		--no-build-isolation --no-deps -e .
	@touch $@
