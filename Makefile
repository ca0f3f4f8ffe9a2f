# Each target does the set-up that is missing. See CONTRIBUTING.md for what each is for.
.DEFAULT_GOAL := help
.PHONY: help run test test-services test-long planted check messages lock vendor guides clean

PYTHON_VENV := .venv/bin/python
PYTEST := $(PYTHON_VENV) -m pytest
WORKERS ?= auto
PYTEST_ARGS ?=

help:              ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 16

run:               ## everything in the foreground with demo data, at http://127.0.0.1:8000/
	@exec scripts/run.sh

test:              ## every kind of test at example size
	@scripts/setup.sh test
	@$(PYTEST) -n $(WORKERS) --dist loadgroup --durations 20 $(PYTEST_ARGS)

test-services:     ## what PostgreSQL and Redis can change (DATABASE_URL, REDIS_URL)
	@scripts/setup.sh check
	@$(PYTEST) --services -n $(WORKERS) --dist loadgroup --durations 20 $(PYTEST_ARGS)

test-long:         ## the same tests at full size
	@scripts/setup.sh test
	@$(PYTEST) --long -n $(WORKERS) --dist loadgroup --durations 20 $(PYTEST_ARGS)
	@$(PYTEST) --long --services -n $(WORKERS) --dist loadgroup --durations 20 $(PYTEST_ARGS)

planted:           ## every planted defect turns its test red
	@scripts/setup.sh check
	@$(PYTHON_VENV) scripts/planted.py

check:             ## linters, types, imports, migrations, translations, diagrams, deployment
	@scripts/setup.sh check
	@scripts/check.sh

messages:          ## collect new strings into the catalogue and compile it
	@scripts/setup.sh messages
	@scripts/messages.sh

lock:              ## requirements.in -> requirements.txt (needs uv)
	@scripts/lock.sh

vendor:            ## refresh static/vendor (needs npm; maintainers only)
	@python3 scripts/vendor.py

guides:            ## copy the journeys' pictures into docs/guides
	@scripts/guides.sh

clean:             ## remove what was built; the data in var/ stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis htmlcov .coverage*
	@find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +
