"""Where a page says `<!-- a form to fit a table -->`: the form, its scripts, two tables to try, and nothing sent.

The form is `fit-form.html`; `fit.js` estimates, `fit-table.js` reads, `fit-page.js` answers the reader. The page's
policy lets it load what stands beside it and ask for nothing: a browser refuses `fetch`, and every other host.
"""

import csv
import io
import json
from pathlib import Path

from docutils import nodes
from sphinx.util.fileutil import copy_asset

from mlmcore.datasets import load_cars, load_radon

HERE = Path(__file__).parent
MARK = "<!-- a form to fit a table -->"
SCRIPTS = ("fit-examples.js", "fit.js", "fit-table.js", "fit-page.js")
POLICY = (  # Vega makes functions of its expressions; the search field is a form
    "default-src 'self' file: data: 'unsafe-inline' 'unsafe-eval'; connect-src 'none'; form-action 'self' file:"
)


def examples():
    """Return the tables to try, each with its columns as a reader would choose them."""
    cars = {"text": written(load_cars()), "y": "city_mpg", "group": "car", "x": ["litres"], "centred": True}
    radon = {"text": written(load_radon()), "y": "log_radon", "group": "county", "x": ["floor"], "centred": False}
    return {"cars": cars, "radon": radon}


def written(table):
    """Return a table as separated values."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(table)
    rows.writerows(zip(*(column.tolist() for column in table.values()), strict=True))
    return text.getvalue()


def put_form(app, doctree):
    for place in [comment for comment in doctree.findall(nodes.raw) if comment.astext().strip() == MARK]:
        form = (HERE / "fit-form.html").read_text(encoding="utf-8")
        place.replace_self(nodes.raw("", form, format="html", classes=["fit-here"]))


def add_scripts(app, pagename, templatename, context, doctree):
    if doctree is not None and any("fit-here" in node["classes"] for node in doctree.findall(nodes.raw)):
        context["metatags"] += f'\n<meta http-equiv="Content-Security-Policy" content="{POLICY}" />\n'
        for script in SCRIPTS:
            app.add_js_file(script, loading_method="defer", priority=900)  # after charts.js


def write_scripts(app, problem):
    if problem is None and app.builder.format == "html":
        static = Path(app.outdir) / "_static"
        tables = f"const EXAMPLES = {json.dumps(examples(), ensure_ascii=False)};\n"
        (static / SCRIPTS[0]).write_text(tables, encoding="utf-8")
        for script in SCRIPTS[1:]:
            copy_asset(HERE / script, static)


def setup(app):
    app.connect("doctree-read", put_form)
    app.connect("html-page-context", add_scripts)
    app.connect("build-finished", write_scripts)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
