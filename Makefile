# make book    build the book in _build/html            make test       check everything
# make lab     open the chapters in JupyterLab          make notebooks  run the chapters again (PAGE=08-tau: one), in place
# make pdf     print the book as one PDF, for readers and for teachers
# make sheets  print each chapter's exercises, without solutions and with
# make slides  slides for a class, with live charts and speaker notes, and their PDF
# make problems SEED=7 NUMBER=10   write fresh problems and their key, as PDF too, and quizzes for Moodle and Canvas
# make page PAGE=08-tau   check one page, in seconds: its outputs, equations, evidence and form
# make lint    style, form and types; part of the test  make format     mend style and form
# make bench   time the package against its peers       make weight     what a first visit to each page loads
# make clean   remove what these commands made
#
# make lock         renew requirements.txt, the pins, from pyproject.toml
# make test-oldest  test the package with the oldest Python, numpy and scipy that it allows
# make test-others  run what the page "In other software" prints, in R, Stan and others, and compare (make others stores it)
# make test-engines keep tables in DuckDB, Polars, Spark (it needs Java), Ibis and Dask, and compare with tables in memory
# make test-newest  check everything with the newest version of everything that pyproject.toml allows
# make equations    make every printed equation wrong in every small way, and see that its check fails
# make mutants      change the package in every small way, and see that a test fails
PYTHON ?= python3
VENV := .venv
BIN = $(VENV)/bin
READY := $(VENV)/.ready
UV := tools/.venv/bin/uv
SEED ?= 1
NUMBER ?= 10
HTML := _build/html/.built-with-$(VENV)
SOURCES := _config.yml _toc.yml references.bib $(wildcard chapters/*.* _static/*.* _templates/*.* _extensions/*.*) \
	$(shell find mlmcore -name '*.py')
# one thread for matrices: there is a worker to each processor, and threads that wait for work burn time
ALONE = env -u MPLBACKEND OPENBLAS_NUM_THREADS=1 $(BIN)/python
PYTEST = $(ALONE) -m pytest

.PHONY: book pdf sheets slides problems page test lint style format lab notebooks equations weight bench clean lock others test-oldest test-newest test-others test-engines mutants
.DEFAULT_GOAL := book

book: $(HTML)
	@echo "The book is built. Open it in a browser: $(CURDIR)/_build/html/index.html"

pdf: $(HTML)
	@$(BIN)/python tools/print_book.py

sheets: $(HTML)
	@$(BIN)/python tools/print_sheets.py

slides: $(HTML)
	@$(BIN)/python tools/build_slides.py

problems: $(READY)
	@$(BIN)/python tools/write_problems.py --seed $(SEED) --number $(NUMBER)

page: $(READY)
	$(PYTEST) tests/notebooks $(wildcard chapters/$(PAGE).ipynb) --nbval --nbval-current-env -q -k "$(PAGE)"

test: style $(HTML)
	$(PYTEST) -n auto mlmcore tests chapters --nbval --nbval-current-env

lint: style
	$(BIN)/mypy

style: $(READY)
	$(BIN)/ruff check --quiet && $(BIN)/ruff format --check --quiet || { echo "make format may mend this"; exit 1; }

format: $(READY)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lab: $(READY)
	$(BIN)/jupyter lab chapters/index.ipynb

notebooks: $(READY)
	$(ALONE) tools/run_notebooks.py $(PAGE)

equations: $(READY)
	$(BIN)/python -m meanings $(PAGE)

weight: $(HTML)
	@$(BIN)/python tools/page_weight.py

bench: benchmarks/.venv/.ready tests/engines/.venv/.ready
	benchmarks/.venv/bin/python benchmarks/bench.py
	benchmarks/.venv/bin/python benchmarks/posterior.py
	tests/engines/.venv/bin/python benchmarks/engines.py

lock: tools/.venv/.ready
	$(UV) pip compile --universal --fork-strategy fewest --python-version 3.11 --extra book --quiet \
	  --no-emit-package mlmcore --no-header --no-annotate pyproject.toml >tools/.venv/pins
	sed '/^-e \.$$/q' requirements.txt | cat - tools/.venv/pins >tools/.venv/renewed # the head, then the pins
	mv tools/.venv/renewed requirements.txt

test-oldest: VENV := .venv-oldest
test-oldest: .venv-oldest/.ready
	$(PYTEST) mlmcore tests/package --ignore=mlmcore/figures

test-newest:
	rm -f .venv-newest/.ready # today's newest
	$(MAKE) test VENV=.venv-newest

others: $(READY) benchmarks/.venv/.ready
	$(BIN)/python tools/run_others.py

test-others: $(READY) benchmarks/.venv/.ready
	$(PYTEST) benchmarks/test_others.py

test-engines: tests/engines/.venv/.ready
	tests/engines/.venv/bin/python -m pytest tests/engines -q

mutants: VENV := .venv-mutants
mutants: .venv-mutants/.ready
	$(BIN)/python tools/mutants.py

clean:
	rm -rf .venv .venv-* tools/.venv benchmarks/.venv tests/engines/.venv _build mutants

.venv/.ready: requirements.txt pyproject.toml
benchmarks/.venv/.ready: benchmarks/requirements.txt pyproject.toml
tests/engines/.venv/.ready: tests/engines/requirements.txt pyproject.toml

.venv-oldest/.ready: WITH := --resolution lowest-direct -e .[test]
.venv-newest/.ready: WITH := -e .[book]
.venv-mutants/.ready: WITH := -r requirements.txt -e .[mutants]
.venv-%/.ready: pyproject.toml requirements.txt tools/.venv/.ready
	$(UV) venv --quiet --clear --python $(if $(filter oldest,$*),3.11,$(PYTHON)) $(@D)
	$(UV) pip install --quiet --compile-bytecode --python $(@D) $(WITH)
	@touch $@

%/.ready: | tools/.venv/.ready # uv: seconds, where pip takes minutes
	@$(PYTHON) tools/once.py $@ $^ -- sh -c '$(UV) venv --quiet --seed --clear --python $(PYTHON) $* && \
	$(UV) pip install --quiet --compile-bytecode --python $* -r $< && touch $@'

tools/.venv/.ready: tools/requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, and \
	$(PYTHON) is " + sys.version.split()[0] + ". If you have a newer one, name it: make PYTHON=python3.13")'
	@$(PYTHON) tools/once.py $@ $^ -- sh -c '$(PYTHON) -m venv --clear tools/.venv && \
	tools/.venv/bin/python -m pip install --quiet --disable-pip-version-check -r $< && touch $@'

$(HTML): $(READY) $(SOURCES)
	@$(BIN)/python tools/once.py $@ $^ -- $(BIN)/python tools/build_book.py $@ $(SOURCES)
