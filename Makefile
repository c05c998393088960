# make run      the whole room on this machine, with sample posts (PORT=8000)
# make test     every test; sets itself up
# make update   deploy changed sources into the running room
# make reset    empty the room
# make smoke    walk a complaint's whole way through the running room
# make package  what ships, to .local/package
# make deploy   a stage on AWS to these sources (STAGE=prod SET="SiteAddress=https://… Sender=…" YES=1)
# make rollback a stage to what it was before its last deploy (STAGE=prod YES=1)
# make destroy  a stage but its data (STAGE=dev)
# make screenshots   the pictures of the README, from a room of its own
# make bench    what the room claims, measured (ONLY=renditions for one claim)
# make cost     what a month costs on AWS
# make lint     ruff and mypy; make suite the tests without them
# make redrive restore rebuild   dead letters, backups and what is made anew, of any STAGE; see README

PYTHON ?= python3
PORT ?= 8000
VENV := .local/venv
CLOUD := .local/cloud
RUN := $(VENV)/bin/python -m
# The rooms and browsers of the tests write much and keep nothing: in memory, where the machine has such a folder.
SCRATCH := $(if $(wildcard /dev/shm/.),/dev/shm,$(or $(TMPDIR),/tmp))
BROWSERS := chromium chromium-browser google-chrome
WISHES = $(if $(YES),--yes) $(if $(NOSMOKE),--no-smoke)
OF = --stage $(or $(STAGE),local)
NAMED = $(or $(filter-out local,$(STAGE)),$(error name the stage: make $@ STAGE=dev))
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export AWS_DEFAULT_REGION ?= ap-northeast-2

# What does not wait for one another is done at once: environments, and mypy beside the first tests.
MAKEFLAGS += --jobs=3

.PHONY: run test suite update reset smoke package deploy rollback destroy screenshots bench cost redrive restore rebuild lint clean
.DELETE_ON_ERROR:

run: $(VENV)/ready $(CLOUD)/ready infra/node_modules/ready
	@$(RUN) infra.local run --port $(PORT)

update: $(VENV)/ready
	@$(RUN) infra.local update

reset: $(VENV)/ready
	@$(RUN) infra.local reset

smoke:
	@$(PYTHON) infra/smoke.py

package: $(VENV)/ready
	@$(RUN) infra.package

deploy: $(VENV)/ready infra/node_modules/ready
	@$(RUN) infra.deploy $(NAMED) $(SET) $(WISHES)

rollback: $(VENV)/ready
	@$(RUN) infra.rollback $(NAMED) $(SET) $(WISHES)

destroy: $(VENV)/ready
	@$(RUN) infra.destroy $(NAMED)

test: lint suite

suite: $(VENV)/tests $(CLOUD)/ready infra/node_modules/ready
	TMPDIR=$(SCRATCH) $(RUN) pytest -n 3 --dist loadfile --no-loadscope-reorder

screenshots: $(VENV)/tests $(CLOUD)/ready infra/node_modules/ready
	$(RUN) tests.browser.screenshots

bench: $(VENV)/tests $(CLOUD)/ready infra/node_modules/ready tests/bench/node_modules/ready
	@$(RUN) tests.bench $(ONLY)

cost: $(VENV)/ready
	@$(RUN) infra.cost

redrive: $(VENV)/ready
	@$(RUN) infra.redrive $(OF) $(if $(SEND),--send)

restore: $(VENV)/ready
	@$(RUN) infra.restore $(TABLE) $(AT) $(OF) $(if $(KEY),--key $(KEY)) $(if $(CHANGED),--changed) $(if $(YES),--yes)

rebuild: $(VENV)/ready
	@$(RUN) infra.rebuild $(ONLY) $(OF)

lint: $(VENV)/tests
	$(RUN) ruff check .
	$(RUN) mypy

clean:
	rm -rf .local infra/node_modules tests/bench/node_modules .chalice/deployments

# Environments. A mark beside each says that it stands; a changed list of packages makes it anew.

.local/tools:
	@command -v $(PYTHON) >/dev/null || { echo "error: $(PYTHON) is missing; install Python 3.11 or newer" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
	  || { echo "error: Python 3.11 to 3.13 is needed, Lambda's runtimes that Chalice knows; try make PYTHON=python3.12" >&2; exit 1; }
	@command -v node >/dev/null && command -v npm >/dev/null || { echo "error: Node.js with npm is missing" >&2; exit 1; }
	@mkdir -p .local && touch $@

$(VENV)/ready: requirements.txt infra/requirements.txt | .local/tools
	@echo "  installing the room's packages …"
	@$(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/pip install --quiet -r infra/requirements.txt
	@touch $@

$(VENV)/tests: tests/requirements.txt $(VENV)/ready
	@echo "  installing what the tests need …"
	@$(VENV)/bin/pip install --quiet -r tests/requirements.txt
	@for name in $(BROWSERS); do command -v $$name >/dev/null && exit; done; echo "  fetching a browser …"; \
	  $(VENV)/bin/playwright install chromium || echo "  none to be had: tests in the browser will be skipped" >&2
	@touch $@

$(CLOUD)/ready: infra/cloud.txt | .local/tools
	@echo "  installing the local cloud …"
	@$(PYTHON) -m venv $(CLOUD)
	@$(CLOUD)/bin/pip install --quiet -r infra/cloud.txt
	@touch $@

infra/node_modules/ready: infra/package.json infra/package-lock.json | .local/tools
	@echo "  installing the site's modules …"
	@npm ci --silent --prefix infra
	@touch $@

tests/bench/node_modules/ready: tests/bench/package.json tests/bench/package-lock.json | .local/tools
	@echo "  installing what measures the page …"
	@npm ci --silent --prefix tests/bench
	@touch $@
