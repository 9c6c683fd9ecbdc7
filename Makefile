# make book    build the book in _build/html            make test       check everything
# make lab     open the chapters in JupyterLab          make notebooks  run every chapter again, in place
# make bench   time the package against its peers       make weight     what a first visit to each page loads
# make clean   remove what these commands made
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
HTML := _build/html/.complete
SOURCES := _config.yml _toc.yml references.bib $(wildcard chapters/* _static/* _templates/* _extensions/*) \
	$(shell find mlmcore -name '*.py')

.PHONY: book test lab notebooks weight bench clean
.DEFAULT_GOAL := book

book: $(HTML)
	@echo "The book is built. Open it in a browser: $(CURDIR)/_build/html/index.html"

test: $(HTML)
	env -u MPLBACKEND $(BIN)/python -m pytest mlmcore tests chapters --nbval --nbval-current-env

lab: $(READY)
	$(BIN)/jupyter lab chapters/index.ipynb

notebooks: $(READY)
	env -u MPLBACKEND $(BIN)/python tools/run_notebooks.py

weight: $(HTML)
	@$(BIN)/python tools/page_weight.py

bench: benchmarks/.venv/.ready
	benchmarks/.venv/bin/python benchmarks/bench.py

clean:
	rm -rf $(VENV) _build benchmarks/.venv

$(READY): requirements.txt pyproject.toml
benchmarks/.venv/.ready: benchmarks/requirements.txt pyproject.toml

%/.ready:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, and \
	$(PYTHON) is " + sys.version.split()[0] + ". If you have a newer one, name it: make PYTHON=python3.13")'
	$(PYTHON) -m venv --clear $*
	$*/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

$(HTML): $(READY) $(SOURCES)
	rm -rf _build # from nothing: seconds, and no page that has left the contents stays behind
	$(BIN)/jupyter-book build . -W -n --keep-going --quiet
	@touch $@
