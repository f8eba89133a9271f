# Two commands for a newcomer: `make demo` and `make test`. Each does its own set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.8
INSTALLED := $(VENV)/.installed
COVERAGE := .coverage.json
ARGS ?=
unexport PYTHONDONTWRITEBYTECODE # where it is set, every process would compile what it imports: 4 s

.PHONY: demo test check lint format docs house lock audit mutants screenshots bench eval bench-peers bench-spark clean

demo: $(INSTALLED) ## Try the whole story in a local workspace
	$(BIN)/lamplighter demo $(ARGS)

test: $(INSTALLED) ## Run everything that CI checks
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -W "ignore:Unable to activate" -m slipcover --json --out $(COVERAGE) -m pytest -n 4 --dist worksteal $(ARGS)
	$(BIN)/python -m slipcover --skip-covered --fail-under 95 --merge $(COVERAGE) --out $(COVERAGE)

lint: $(INSTALLED) ## Run only the quick checks
	$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy && $(BIN)/lint-imports

format: $(INSTALLED) ## Format, and fix what can be fixed
	$(BIN)/ruff format . && $(BIN)/ruff check --fix .

docs: $(INSTALLED) ## Write the page of all commands from the commands themselves
	$(BIN)/python -m bot.cli.reference
	$(BIN)/python -m bot.cli.use_case_schema

house: $(INSTALLED) ## Draw the rooms, and measure the walks through them
	$(BIN)/python -m bench.house --write
	$(BIN)/python -m bench.walks --write

screenshots: $(INSTALLED) ## Click through the demo in Chromium and save the pictures
	$(BIN)/pytest tests/browser --screenshots=docs/pictures $(ARGS)

bench: $(INSTALLED) ## Run the benchmarks and print their tables
	$(BIN)/python -m bench.startup
	$(BIN)/python -m bench.readiness
	$(BIN)/python -m bench.audit
	$(BIN)/python -m bench.drift $(ARGS)

eval: $(INSTALLED) ## Ask the assistant's evaluation set; a provider's model where a key is set
	$(BIN)/python -m bench.evaluation

PEERS := alibi_detect evidently nannyml whylogs

bench-peers: $(PEERS:%=.bench/%) $(INSTALLED) ## Compare with other tools, each in its own environment
	$(BIN)/python -m bench.side_by_side $(ARGS)

bench-spark: .bench/spark $(INSTALLED) ## Check that Spark gives the same results; takes minutes, needs Java
	.bench/spark/bin/python -m bench.sources

.bench/%: bench/peers/%.txt $(INSTALLED) ## Install another tool for the benchmarks, in its own environment
	$(BIN)/uv venv --quiet --clear --python $(PYTHON) $@
	$(BIN)/uv pip install --quiet --python $@/bin/python --requirement $< || \
		{ rm -rf $@; echo "$* can't be installed here; see the lines above."; exit 1; }

lock: $(INSTALLED) ## Resolve the dependencies again
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --quiet \
		--custom-compile-command "make lock" -o requirements.lock
	$(BIN)/uv pip compile --group audit --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --quiet \
		--custom-compile-command "make lock" -o audit.lock
	$(BIN)/uv pip compile --group mutants --constraint requirements.lock --universal \
		--python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --quiet \
		--custom-compile-command "make lock" -o mutants.lock

audit: .audit/.installed ## Write sbom.json (CycloneDX), and look for known vulnerabilities; needs the network
	.audit/bin/cyclonedx-py environment $(BIN)/python --pyproject pyproject.toml --output-file sbom.json
	.audit/bin/pip-audit --requirement requirements.lock --require-hashes --disable-pip --strict \
		--progress-spinner off

.audit/.installed: audit.lock $(INSTALLED)
	$(BIN)/uv venv --quiet --clear --python $(PYTHON) .audit
	$(BIN)/uv pip sync --quiet --python .audit/bin/python --require-hashes audit.lock
	@touch $@

mutants: .mutants/.installed ## Plant wrong lines in MODULES, and name those that no test notices
	.mutants/bin/python -m bench.mutants $(MODULES) $(ARGS)

.mutants/.installed: mutants.lock $(INSTALLED)
	$(BIN)/uv venv --quiet --clear --python $(PYTHON) .mutants
	$(BIN)/uv pip sync --quiet --python .mutants/bin/python --require-hashes requirements.lock mutants.lock
	@touch $@

$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Lamplighter needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes --compile-bytecode requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q lamplighter ground assessments assistant bot deployments handlers monitors
	@touch $(INSTALLED)

clean: ## Remove everything that the other commands made
	rm -rf $(VENV) .audit .mutants .demo sbom.json $(COVERAGE) .mypy_cache .ruff_cache .pytest_cache
