# keflow. `make run` starts it with a demo company, `make test` checks everything, `make bench` measures.
# Needs git, make, python3 (3.11 or newer) and python3-venv; everything else is fetched.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run test soak bench wheel format chromium pages-check

PYTHON ?= python3
PORT ?= 8000
DEMO ?= 1
RELOADS ?= 50000
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# pip's own lines as progress: the name of each package as it arrives.
TOLD = | awk '/^Collecting/ {printf "%s ", $$2; fflush()} /^ *Building editable for keflow/ {printf "\n… keflow "; fflush()} /^Installing collected/ {printf "\n… unpacking"; fflush()} END {print ""}'
say = @printf '\n\033[1m%s\033[0m\n' "$(1)"
# What must be installed anew when it changes; Python code is used where it lies.
SOURCES := pyproject.toml $(shell find webui -name node_modules -prune -o -type f -print)
# The demo lives on a clock that people may push; a company's own keflow (DEMO=0) on the real one.
ifneq ($(DEMO),0)
export KEFLOW_CLOCK ?= manual:1997-03-01T09:00:00+08:00
export KEFLOW_DEMO ?= 1
endif

help:
	@echo "make run      set up, load the demo company once, serve http://127.0.0.1:$(PORT)   (DEMO=0: empty; PORT=, DATABASE_URL=)"
	@echo "make test     lint, types and all tests, a real browser included"
	@echo "make soak     the long proofs: random models with 50,000 reloads, kill -9 at every commit (about half an hour)"
	@echo "make bench    measure; results go to bench/results/"
	@echo "make wheel    one file in dist/ that installs where nothing can be built: pip install keflow-*.whl"
	@echo "make format   put the code into its form"

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "keflow needs Python 3.11 or newer; this is " + sys.version.split()[0] + " (PYTHON=… names another)")'
	@$(PYTHON) -m venv .venv || { echo "python3-venv is missing: apt-get install python3-venv"; exit 1; }

.venv/run.stamp: pyproject.toml | .venv/bin/python
	$(call say,Installing keflow (a minute or two the first time))
	@SKIP_WEBUI=1 $(PIP) install --progress-bar off -e . $(TOLD)
	@touch $@

# A build of the wheel leaves the pages where they lie in it; nothing else of that wheel is wanted here.
webapi/static/app/stamp: $(SOURCES) | .venv/bin/python
	@wheel=$$(mktemp -d); trap 'rm -rf "$$wheel"' EXIT; $(PIP) wheel --no-deps --wheel-dir "$$wheel" .
	@if [ -e $@ ]; then touch $@; fi

.venv/test.stamp: $(SOURCES) | .venv/bin/python
	$(call say,Installing keflow and what its tests need)
	@$(PIP) install --progress-bar off -e '.[test]' $(TOLD)
	@touch $@ .venv/run.stamp

# Real purchases (CDNOW) lie in this wheel: data only, never imported, its sum is checked where it is read.
.venv/cdnow.stamp: | .venv/bin/python
	@if $(PIP) install --quiet --no-deps lifetimes==0.11.3; then touch $@; else echo "SKIPPED the CDNOW purchases: the package that carries them cannot be had here"; fi

run: .venv/run.stamp .venv/cdnow.stamp
	@$(MAKE) --no-print-directory -q webapi/static/app/stamp || printf '\n\033[1m%s\033[0m\n' "Building the pages beside the rest (about a minute the first time)"
	@mkdir -p var; $(MAKE) --no-print-directory webapi/static/app/stamp >var/pages.log 2>&1 & pages=$$!; \
	$(BIN)/keflow db upgrade; \
	$(BIN)/keflow demo load --what $(DEMO); \
	wait $$pages || { cat var/pages.log; exit 1; }
	@now=$$( (echo "$${DATABASE_URL:-}"; find processes forms -type f | LC_ALL=C sort | xargs cat) | sha256sum); \
	if [ "$$now" != "$$(cat var/deployed 2>/dev/null)" ]; then $(BIN)/keflow deploy processes forms && echo "$$now" > var/deployed; fi
	@exec $(BIN)/keflow serve --port $(PORT)

test: .venv/test.stamp .venv/cdnow.stamp chromium
	$(call say,Form and lint)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	$(call say,Types)
	@$(BIN)/mypy
	$(call say,One direction of rooms)
	@$(BIN)/lint-imports
	@$(MAKE) --no-print-directory pages-check
	$(call say,Tests; last the pages in the browser: what failed there on a busy machine must hold by itself)
	@tests="env -u KEFLOW_CLOCK $(BIN)/python -m pytest -rfEs --dist loadfile"; n=$$(( $$(nproc) + 1 )); \
	{ $$tests -n $$n --ignore=tests/pages $(PYTEST) && rest=0; } || rest=1; \
	$$tests -n $$n tests/pages $(PYTEST) || $$tests -n 1 --last-failed --last-failed-no-failures=none tests/pages $(PYTEST); \
	exit $$rest

soak: .venv/test.stamp
	$(call say,Random models; the instance is loaded anew after every step)
	@env -u KEFLOW_CLOCK KEFLOW_RELOADS=$(RELOADS) $(BIN)/python -m pytest -x tests/engine/runtime/test_random.py
	$(call say,kill -9 at every commit)
	@env -u KEFLOW_CLOCK KEFLOW_EVERY_COMMIT=1 $(BIN)/python -m pytest -x -rs tests/durability

pages-check:
	$(call say,Pages: types and unit tests)
	@if command -v npm >/dev/null; then cd webui && { [ -d node_modules ] || npm ci --ignore-scripts --no-audit --no-fund; } && npm run check; \
	else echo "SKIPPED the checks of the pages' sources: no node on this machine (the built pages are tested in the browser)"; fi

chromium:
	@if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium for the browser tests"; \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null; } \
		|| echo "SKIPPED the browser tests: Chromium cannot be installed here"; \
	else echo "SKIPPED the browser tests: no Chromium, and not root (apt-get install chromium)"; fi

bench: .venv/test.stamp .venv/cdnow.stamp
	@$(BIN)/python -m bench

wheel: | .venv/bin/python
	$(call say,Building the pages and one wheel that holds everything)
	@$(PIP) wheel --quiet --no-deps --wheel-dir dist .
	@ls -1 dist/keflow-*.whl

format: .venv/test.stamp
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
