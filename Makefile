# make book    build the book in _build/html            make test       check everything
# make lab     open the chapters in JupyterLab          make notebooks  run every chapter again, in place
# make bench   time the package against its peers       make clean      remove what these commands made
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
HTML := _build/html/.complete
SOURCES := _config.yml _toc.yml references.bib $(wildcard chapters/* _static/* _templates/* _extensions/*) \
	$(shell find mlmcore -name '*.py')

.PHONY: book test lab notebooks bench clean
.DEFAULT_GOAL := book

book: $(HTML)
	@echo "The book is built. Open it in a browser: $(CURDIR)/_build/html/index.html"

test: $(HTML)
	env -u MPLBACKEND $(BIN)/python -m pytest mlmcore tests chapters --nbval --nbval-current-env

lab: $(READY)
	$(BIN)/jupyter lab chapters/index.ipynb

notebooks: $(READY)
	env -u MPLBACKEND $(BIN)/python tools/run_notebooks.py

bench: $(READY)
	$(BIN)/python benchmarks/bench.py

clean:
	rm -rf $(VENV) _build benchmarks/.venv

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; \
	$(PYTHON) is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(HTML): $(READY) $(SOURCES)
	$(BIN)/jupyter-book build . -W -n --keep-going
	@touch $@
