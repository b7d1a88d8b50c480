# Every task of a developer's day. `make help` lists them.
#
# Each target makes .venv ready by itself (scripts/setup.sh), which takes a moment when nothing changed.

# What `make run` opens, and what `make test` hands to pytest: make test ARGS="-k splice -x"
FOLDER = sample_items
ARGS =
# COV=1 measures coverage during the tests, for `make floors`.
COV =
# How many processes share the tests; WORKERS=0 runs them in one, as a debugger wants it.
WORKERS = auto

PYTHON_OF_VENV = .venv/bin/python
CHECKED = editor_app scripts tests $(wildcard benchmarks)
COVERAGE_OPTIONS = $(if $(COV),--cov --cov-report=json --cov-report=term)

# Where a window cannot show itself, say so at once, in one line.
DISPLAYS = $(DISPLAY)$(WAYLAND_DISPLAY)$(QT_QPA_PLATFORM)
NO_DISPLAY = $(and $(filter Linux,$(shell uname -s)),$(if $(strip $(DISPLAYS)),,true))

.DEFAULT_GOAL := run
.NOTPARALLEL:
.PHONY: run test stress check lint floors wheel format lock screenshots bench clean help setup-run setup-test a-display

run: a-display setup-run ## open the window on the sample items (FOLDER=... on another folder)
	@exec $(PYTHON_OF_VENV) -m editor_app $(FOLDER)

test: setup-test ## run the whole test suite (ARGS=... for pytest, COV=1 measures coverage)
	@QT_QPA_PLATFORM=$${QT_QPA_PLATFORM:-offscreen} $(PYTHON_OF_VENV) -m pytest -n $(WORKERS) --dist worksteal $(COVERAGE_OPTIONS) $(ARGS)

stress: setup-test ## run the tests that need minutes: killed saves, hostile files by the thousand, the benchmarks (ARGS=... for pytest)
	@QT_QPA_PLATFORM=$${QT_QPA_PLATFORM:-offscreen} $(PYTHON_OF_VENV) -m pytest -m stress -s tests/stress tests/test_benchmarks.py $(ARGS)

check: lint wheel ## run every check there is: style, types, imports, wheel, tests, coverage floors
	@$(MAKE) --no-print-directory test COV=1
	@$(MAKE) --no-print-directory floors

lint: setup-test ## check style, types and the imports between the packages
	@$(PYTHON_OF_VENV) -m ruff format --check $(CHECKED)
	@$(PYTHON_OF_VENV) -m ruff check $(CHECKED)
	@$(PYTHON_OF_VENV) -m mypy
	@.venv/bin/lint-imports

floors: setup-test ## hold the measured coverage against its floors (after make test COV=1)
	@$(PYTHON_OF_VENV) scripts/check_coverage.py

wheel: setup-test ## build the wheel and try it in an environment of its own
	@$(PYTHON_OF_VENV) scripts/smoke_wheel.py

format: setup-test ## put the code into the project's style
	@$(PYTHON_OF_VENV) -m ruff check --fix-only --quiet $(CHECKED)
	@$(PYTHON_OF_VENV) -m ruff format $(CHECKED)

lock: ## write constraints.txt anew, with the newest versions that pyproject.toml allows
	@python=$$(scripts/find_python.sh) && "$$python" scripts/lock.py

screenshots: setup-test ## take the pictures of the user guide
	@QT_QPA_PLATFORM=$${QT_QPA_PLATFORM:-offscreen} $(PYTHON_OF_VENV) -m scripts.screenshots

bench: setup-test ## measure everything at 100,000 items (ARGS="--growth", "--million", --help)
	@$(PYTHON_OF_VENV) -m benchmarks $(ARGS)

clean: ## remove all that can be made again
	@rm -rf .venv build dist .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	@find editor_app scripts tests -name __pycache__ -type d -exec rm -rf {} +

help: ## list the targets
	@sed -n 's/^\([a-z]*\):[^#]*## /\1|/p' Makefile | awk -F'|' '{ printf "make %-12s %s\n", $$1, $$2 }'

setup-run:
	@scripts/setup.sh run

setup-test:
	@scripts/setup.sh test

a-display:
	@:$(if $(NO_DISPLAY),$(error There is no display here: start this from a desktop session, or without a visible window by: QT_QPA_PLATFORM=offscreen make run))
