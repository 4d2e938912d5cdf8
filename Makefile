# One door to everything. `make` alone lists what there is.
#
#   PORT=8440             where `make run` listens
#   DATA=.data            its data folder
#   MVN=mvn               the Maven command
#   MVN_FLAGS=            added to every Maven call, for example -o or -Dmaven.repo.local=DIR
#   MODULES=server,cli    only these modules in `make test`, `make fmt` (with what they need)

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

PORT ?= 8440
DATA ?= .data
MVN ?= mvn
MVN_FLAGS ?=
MODULES ?=
ARGS ?=
export PORT DATA MVN MVN_FLAGS MODULES ARGS

SCRIPTS := build/scripts

.PHONY: help
help: ## this list
	@echo "Wardroom: a self-hosted, end-to-end encrypted messenger for organisations."
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "New here? Type 'make run'. It needs a JDK 25, Maven and nothing else."

.PHONY: run
run: ## build what is missing and start the server on the embedded store
	@$(SCRIPTS)/run.sh

.PHONY: build
build: ## build dist/wardroom (bin, lib) when something changed
	@$(SCRIPTS)/build.sh

.PHONY: dist
dist: build ## pack dist/wardroom-VERSION.tar.gz
	@$(SCRIPTS)/dist.sh

.PHONY: test
test: ## all tests that need nothing from outside
	@$(SCRIPTS)/test.sh

.PHONY: test-all
test-all: ## the slow layers too: crash, durability, canary, fuzz corpora, long simulations
	@$(SCRIPTS)/test.sh --all

.PHONY: check
check: ## format, compile with warnings as errors, house rules, tests
	@$(SCRIPTS)/check.sh

.PHONY: fmt
fmt: ## format the Java sources
	@$(SCRIPTS)/fmt.sh

.PHONY: vectors
vectors: ## run the vectors of others (RFC 9180, Wycheproof) and our own; prints a table
	@$(SCRIPTS)/main.sh vectors

.PHONY: fuzz
fuzz: ## fuzz every decoder with coverage guidance, FUZZ_SECONDS=60 each; FUZZ_ONLY=expression
	@$(SCRIPTS)/main.sh fuzz

.PHONY: crash
crash: ## kill server and clients again and again under load, on both stores, and count what was lost
	@$(SCRIPTS)/main.sh crash

.PHONY: bench
bench: ## measure the figures of the README, with machine and method
	@$(SCRIPTS)/bench.sh

.PHONY: docs
docs: ## write the pages of docs/ that are made from the code
	@$(SCRIPTS)/docs.sh

.PHONY: schema-release
schema-release: ## keep the schema of this version in schema/released, for the compatibility check
	@$(SCRIPTS)/schema-release.sh

.PHONY: clean
clean: ## remove what was built (never the data folder)
	@rm -rf dist target
	@find . -name target -type d -not -path './.git/*' -prune -exec rm -rf {} +
