# Needs Python >= 3.11 and nothing else: `make run` from a fresh clone. Another Python: `make run PYTHON=python3.12`.
PYTHON ?= python3
RUN := .venv/bin/python -m
STATIC_TESTS := tests/rules tests/architecture tests/contracts
PARALLEL := --dist loadfile --no-loadscope-reorder

.PHONY: help run up down status story cases check style types static test faults fuzz bench bench-quick profile docs rules slice revision
.DEFAULT_GOAL := help

help: ## Show what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/installed-local ## Start everything, play the story on fresh data; Ctrl-C stops all
	@$(RUN) deploy.local run

up: .venv/installed-local ## Start everything in the background; returns when all is ready
	@$(RUN) deploy.local up

down: .venv/installed-local ## Stop what run or up started
	@$(RUN) deploy.local down

status: .venv/installed-local ## Show every process and its address
	@$(RUN) deploy.local status

story: .venv/installed-local ## Play the journey against GROEIKRACHT_URL (default: the local gateway)
	@$(RUN) deploy.local.story

cases: .venv/installed-local ## Enter the real cases of the letter of 2014 there
	@$(RUN) deploy.local.cases

check: style types static ## Format, lint, types, rules, architecture, contracts (no server)

style: .venv/installed-test
	$(RUN) ruff format --check --quiet .
	$(RUN) ruff check --quiet .

types: .venv/installed-test
	$(RUN) mypy

static: .venv/installed-test
	$(RUN) pytest --quiet --numprocesses 2 $(PARALLEL) $(STATIC_TESTS)

test: check ## All tests, on PostgreSQL and Kafka of their own
	$(RUN) pytest --numprocesses 3 $(PARALLEL) $(STATIC_TESTS:%=--ignore=%)

faults: .venv/installed-test ## The fault scenarios alone
	$(RUN) pytest tests/faults

fuzz: .venv/installed-test ## Fuzz every operation; a run of all tests fuzzes a ninth, another each day
	GROEIKRACHT_FUZZ_SHARE=1 $(RUN) pytest tests/routes/test_fuzz.py

bench: .venv/installed-test ## Measure against the goals of docs/performance.md: make bench only="P2 P5"
	$(RUN) tests.benchmarks $(only)

bench-quick: .venv/installed-test ## One short round of each, which judges answers and not speed
	$(RUN) tests.benchmarks --quick $(only)

profile: .venv/installed-test ## Where the time of a bench goes: make profile bench=P2
	$(RUN) tests.benchmarks --profile --rounds 1 $(bench)

docs: .venv/installed-local ## Write the generated documents
	@$(RUN) services docs
	@$(RUN) deploy.manifests

rules: .venv/installed-local ## Print the catalogue of rules
	@$(RUN) services rules

slice: .venv/installed-test ## Begin a slice: make slice service=loans wing=guarantees name=visits
	@$(RUN) tools.scaffold "$(service)" "$(wing)" "$(name)"

revision: .venv/installed-test ## Write a migration: make revision service=loans message="claims"
	@$(RUN) tools.revision $(service) "$(message)"

.venv/installed-local: deploy/locks/local.txt
	@$(PYTHON) deploy/local/install.py local

.venv/installed-test: deploy/locks/local-test.txt
	@$(PYTHON) deploy/local/install.py local test
