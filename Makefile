# What one does with Holdfast. Every target installs what it needs and works alone.
#
#   make run       the server with a demo shop on http://127.0.0.1:8480, data in ./data
#   make test      what every change needs; at most 12 minutes on two cores
#   make bench     every workload beside nginx, Redis and Node, one table
#   make replay    a year of real sales through the API: RETAIL=online-retail.csv.xz
#   make prove     the long runs: crashes, power cuts, simulation, a year of real sales
#   make simulate  SEEDS=1000 histories of COMMANDS=500 each, or one history: SEED=17
#   make lint      format and shell syntax
#   make deps      the Debian packages; says what it does
#   make clean     removes what was built, leaves ./data

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PORT ?= 8480
DATA ?= ./data
SEEDS ?= 1000
COMMANDS ?= 500
SEED ?=
RETAIL ?= ../shared/data/online-retail.csv.xz

# One folder and one configuration, so that nothing is compiled twice. The tests use only what is
# public, and without this flag a test build would compile every room again.
SWIFT_TEST := swift test -c release --disable-testable-imports --disable-xctest

.PHONY: help run test prove prove-ci bench replay lint deps clean simulate build

help:
	@sed -n 's/^#   //p' Makefile

deps:
	@scripts/deps build test bench

build:
	@scripts/deps build
	swift build -c release

run: build
	.build/release/holdfast serve --demo --data $(DATA) --listen 127.0.0.1:$(PORT)

test:
	@scripts/deps build test
	@scripts/test

lint:
	@scripts/deps swift
	swift format lint --strict --configuration .swift-format -r Package.swift Sources Tests
	for script in .ci/run scripts/*; do \
	    if head -1 "$$script" | grep -q bash; then bash -n "$$script"; fi; done

simulate:
	@scripts/deps build
	SIMULATE_SEEDS=$(SEEDS) SIMULATE_COMMANDS=$(COMMANDS) SIMULATE_SEED=$(SEED) \
	    $(SWIFT_TEST) --filter SimulationTests

bench: build
	@scripts/deps bench
	.build/release/bench all

replay: build
	@scripts/deps test
	python3 Tests/replay/run.py $(RETAIL)

prove-ci:
	@scripts/deps build test
	@scripts/prove ci

prove:
	@scripts/deps build test
	@scripts/prove long

clean:
	rm -rf .build
