# Each of `make demo`, `make run` and `make test` works as the first command on a bare machine
# with Python 3.11+ (venv included), git and make: they build .venv from the locks.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes

.PHONY: demo run check-config test check fix lint types imports pictures torture soak bench bench-reports bench-disturbance locks clean

demo: .venv/run
	$(BIN)/otklik demo $(ARGS)

run: .venv/run
	$(BIN)/otklik run $(ARGS)

check-config: .venv/run
	$(BIN)/otklik check $(ARGS)

test: .venv/dev
	$(BIN)/python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder $(ARGS)

check: lint types imports test

lint: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/dev
	$(BIN)/mypy

imports: .venv/dev
	$(BIN)/lint-imports

fix: .venv/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

pictures: .venv/dev
	OTKLIK_PICTURES=docs/pictures $(BIN)/python -m pytest tests/browser/test_report_page.py tests/browser/test_demo.py -k "fits or one_day" $(ARGS)

torture: .venv/dev
	$(BIN)/python -m pytest -m torture --timeout=0 $(ARGS)

soak: .venv/dev
	$(BIN)/python -m benchmarks.soak $(ARGS)

bench-reports: .venv/dev
	$(BIN)/python -m benchmarks.reports $(ARGS)

bench-disturbance: .venv/dev
	$(BIN)/python -m benchmarks.disturbance $(ARGS)

bench: .venv/dev
	$(BIN)/python -m benchmarks $(ARGS)

# The locks hold versions and hashes and no download address. Needs uv on the PATH.
locks:
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --quiet -o requirements.lock
	uv pip compile pyproject.toml --group build --group dev --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --quiet -c requirements.lock -o requirements-dev.lock

.venv/run: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) -r requirements.lock
	$(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation -e .
	touch $@

.venv/dev: .venv/run requirements-dev.lock
	$(PIP) -r requirements-dev.lock
	touch $@

clean:
	rm -rf .venv *.egg-info
