# Everything runs from .venv, made on first use from requirements.lock with Python 3.11+, pip and make.
PYTHON ?= python3
BIN := .venv/bin
# Tests start a hundred programs: each would compile all of Meridian again.
unexport PYTHONDONTWRITEBYTECODE
READY := .venv/.ready

.PHONY: run demo tour check test lint format sentences bench faults faults-short lock

run: $(READY)  ## Start the bot, or the demo where no token is set
	@$(BIN)/python -m bot run

demo: $(READY)  ## Start the demo: a stand-in Discord in the browser, no token
	@$(BIN)/python -m bot demo

tour: $(READY)  ## Watch Meridian at work in the terminal, in under a minute
	@$(BIN)/python -m bot tour

check: $(READY)  ## Check this installation and report what is wrong
	@$(BIN)/python -m bot check

test: lint  ## Run every check and every test
	$(BIN)/python -m pytest -q -n 2 --dist worksteal

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

sentences: $(READY)  ## Write the list of user-facing sentences again, after a change of wording
	@$(BIN)/python -m tests.architecture.sentences

bench: $(READY)  ## Measure ratios over bare libraries (benchmarks/README.md)
	$(BIN)/python -m benchmarks

faults: $(READY)  ## Kill the program under load, at every point of sending and at random; nothing may get lost
	$(BIN)/python -m tests.faults.killing 200
	$(BIN)/python -m tests.faults.mutations
	$(BIN)/python -m pytest -q -n 2 --dist worksteal -m "long or not long" \
		tests/outbox tests/gateway tests/faults
	$(BIN)/python -m pytest -q -n 2 --dist worksteal -m long \
		--ignore tests/outbox --ignore tests/gateway --ignore tests/faults

faults-short: $(READY)  ## Run the long tests but those of hundreds of kills: a quarter of an hour at most
	$(BIN)/python -m tests.faults.killing 20
	$(BIN)/python -m pytest -q -n 2 --dist worksteal -m "long and not kills"

# UV_ARGUMENTS can name another index or a folder of wheels; neither is written into the lock.
lock: $(READY)  ## Update versions within pyproject.toml's ranges
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --no-header --upgrade \
		$(UV_ARGUMENTS) --output-file requirements.lock

$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Meridian needs Python 3.11 or newer; set PYTHON=...")'
	@echo "Preparing .venv (once; a minute or two)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@
