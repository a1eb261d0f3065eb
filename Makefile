# Two commands do everything on a fresh machine with Python and make: make demo, make test.
PYTHON ?= python3
BIN := .venv/bin
SETUP := $(PYTHON) -m tools.setup
EXTRACT := .cache/extracts/Helsinki.osm.pbf
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test check setup serve bench peers bench-streets bench-plans bench-fair bench-quotes bench-explanations bench-live bench-scale bench-mdrp bench-vroom lock format clean bench-load faults

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## run a co-op's day in Helsinki; ARGS=--once prints the tables and stops
	@$(SETUP) demo
	@$(BIN)/commonwheel demo --extract $(EXTRACT) $(ARGS)

test: ## run the front-ends' tests, then all others but the slow ones
	@$(SETUP) test
	@$(PYTHON) -m tools.npm test
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow" --cov --cov-report=term $(ARGS)

check: ## format, lint, types, layers, docstrings, locked requirements, front-ends
	@$(SETUP) check
	@$(PYTHON) -m tools.locks check
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m numpydoc lint $$(find routing fairness -name "*.py")
	@$(PYTHON) -m tools.npm run check

setup: ## install everything that the other targets need
	@$(SETUP) test

serve: ## serve the API and the pages; ARGS go to commonwheel serve
	@$(SETUP) demo
	@$(BIN)/commonwheel serve $(ARGS)

bench: bench-streets bench-plans bench-fair bench-quotes bench-live ## run the benchmarks

peers: ## install the engines that benchmarks compare with
	@$(SETUP) bench

bench-streets: ## measure travel times against other engines; ARGS=--growth shows more
	@$(SETUP) bench
	@$(BIN)/python -m bench.streets --pbf $(EXTRACT) $(ARGS)

bench-plans: ## measure plans against other engines; ARGS="--instances DIR --best-known CSV"
	@$(SETUP) bench
	@$(BIN)/python -m bench.plans $(ARGS)

bench-fair: ## measure what even plans cost on made city days; ARGS="--seeds 1,2,3 --seconds 20"
	@$(SETUP) test
	@$(BIN)/python -m bench.fair_plans $(ARGS)

bench-mdrp: ## measure live days, with fairness and without; ARGS="DIR --json"
	@$(SETUP) demo
	@$(BIN)/commonwheel bench mdrp $(ARGS)

bench-vroom: ## compare answers in VROOM's JSON with VROOM's own; ARGS="--number 40"
	@$(SETUP) bench
	@$(BIN)/python -m bench.vroom_answers $(ARGS)

bench-quotes: ## measure quotes over HTTP against the demo's planned day
	@$(SETUP) demo
	@$(BIN)/python -m bench.quotes --extract $(EXTRACT) $(ARGS)

bench-explanations: ## measure what telling why, and why not me, takes; ARGS=--days=60x600
	@$(SETUP) demo
	@$(BIN)/python -m bench.explanations --extract $(EXTRACT) $(ARGS)

bench-live: ## measure insertions into a plan in force, and plans after a courier falls out
	@$(SETUP) test
	@$(BIN)/python -m bench.live $(ARGS)

bench-scale: ## measure plans of days of 100 to 4,000 shipments; ARGS=--sizes 100,1000 for some
	@$(SETUP) demo
	@$(BIN)/python -m bench.plan_growth --extract $(EXTRACT) $(ARGS)

bench-load: ## measure quotes and durable orders per second over HTTP; ARGS="--seconds 60"
	@$(SETUP) test
	@$(BIN)/python -m bench.load --extract $(EXTRACT) $(ARGS)

faults: ## kill the API a thousand times, Redis fifty times, and spoil 25,000 bodies
	@$(SETUP) test
	@$(BIN)/python -m tests.faults.kill_api --kills 1000
	@$(BIN)/python -m tests.faults.kill_api --kills 100 --store postgres
	@$(BIN)/python -m tests.faults.kill_redis --rounds 50
	@$(BIN)/python -m tests.faults.spoil_bodies --cases 25000

lock: ## pin the dependencies of pyproject.toml anew; ARGS=--upgrade takes newer versions
	@$(PYTHON) -m tools.locks make $(ARGS)

format: ## format the Python code and fix what can be fixed
	@$(SETUP) check
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## remove everything that the targets made
	rm -rf .venv .setup .cache api/web/node_modules api/web/dist
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage htmlcov
