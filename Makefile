# make demo, make test, make bench, make docs, make fmt: each does its own set-up.
# Windows has no make; the same commands for it are in README.md.

PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
READY  := $(VENV)/.ready
OFFICE := libreoffice-calc libreoffice-writer poppler-utils fonts-arphic-gbsn00lp fonts-arphic-gkai00mp

.PHONY: demo test bench docs fmt office

demo: $(READY)
	$(PY) -m xlperf demo --out demo

test: $(READY) office
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(PY) docs/generate.py --check
	$(PY) -m pytest

bench: $(READY)
	$(PY) -m pip install -qq --disable-pip-version-check -e ".[bench]"
	$(PY) tests/bench/run.py

docs: $(READY) office
	$(PY) docs/generate.py

fmt: $(READY)
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

# Quick when nothing changed; a half-made environment is never taken for a whole one.
$(READY): setup.cfg pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { \
	  echo "需要 Python 3.10 或更新的版本（可写 make PYTHON=python3.11 …）" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -yq python3-venv; \
	  else echo "缺少 python3-venv，请先运行：sudo apt install python3-venv" >&2; exit 1; fi; }
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install -qq --disable-pip-version-check -e '.[test]'
	@touch $(READY)

# Some tests and all pictures need a running spreadsheet; without one those tests are skipped.
office:
	@missing=; \
	command -v soffice >/dev/null || missing="$$missing LibreOffice"; \
	command -v pdftoppm >/dev/null || missing="$$missing pdftoppm"; \
	fc-list 2>/dev/null | grep -q gbsn00lp || missing="$$missing 宋体(gbsn00lp)"; \
	fc-list 2>/dev/null | grep -q gkai00mp || missing="$$missing 楷体(gkai00mp)"; \
	[ -n "$$missing" ] || exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  { apt-get update -q && DEBIAN_FRONTEND=noninteractive \
	    apt-get install -yq --no-install-recommends $(OFFICE); } || [ "$(XLPERF_REQUIRE_LIVE)" != 1 ]; \
	elif [ "$(XLPERF_REQUIRE_LIVE)" = 1 ]; then \
	  echo "缺少$$missing，请先运行：sudo apt install $(OFFICE)" >&2; exit 1; \
	else echo "缺少$$missing，需要它们的测试将跳过；要补上请运行：sudo apt install $(OFFICE)" >&2; fi
