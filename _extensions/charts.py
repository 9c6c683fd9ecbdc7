"""Charts that the reader moves, on the pages that have one; without JavaScript and in print their picture stands there.

MyST-NB sets the picture that a chart's output carries, with its name, caption and text alternative, as any other
figure. Here the chart itself is put beside it; `charts.js` draws it, bundled with Vega for pages without a network. Its
picture, the chart at its start, is SVG in the page's colours; the PNG in the output is for other readers of notebooks.
"""

import json
import re
from html import escape
from pathlib import Path

import matplotlib
import vl_convert
from docutils import nodes
from pictures import NAME

from mlmcore.figures.charts.display import MIME
from mlmcore.figures.style import VARIABLES
from texproof.book import Page

SCRIPT = "charts.js"
NEEDLESS = re.compile(r' (?:class|role|aria-[\w-]+|pointer-events)="[^"]*"')  # of the picture: it has one description
LONG = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
COLOUR = re.compile("|".join(VARIABLES))


def charts_of(page):
    """Return the charts of a page: the name of each one's figure, and what to draw."""
    for cell in page.cells:
        for output in cell.outputs:
            if chart := output.get("data", {}).get(MIME):
                yield cell.figure["name"], chart


def picture_of(chart, name):
    """Return a chart at its start as SVG, in the page's colours, with names of its own."""
    svg = NEEDLESS.sub("", vl_convert.vegalite_to_svg(chart))
    svg = LONG.sub(lambda number: f"{float(number[0]):.2f}", svg)
    svg = COLOUR.sub(lambda colour: VARIABLES[colour[0]], svg)
    return NAME.sub(rf"\1{name}-", svg)


def add_charts(app, doctree):
    figures = {name: figure for figure in doctree.findall(nodes.figure) for name in figure["names"]}
    for name, chart in charts_of(Page(app.env.doc2path(app.env.docname))):
        text = COLOUR.sub(lambda colour: VARIABLES[colour[0]], json.dumps(chart, ensure_ascii=False))
        text = text.replace("<", r"\u003c")  # no tag may end the script
        html = f'<script type="application/json">{text}</script>'  # Sphinx sets it in <div class="chart">
        image = next(figures[name].findall(nodes.image))
        opening = f'<svg role="img" aria-label="{escape(image["alt"])}"'
        picture = picture_of(chart, f"{name}-picture").replace("<svg", opening, 1)
        image.replace_self(nodes.raw("", picture, format="html", classes=["chart-picture"]))
        figures[name].insert(1, nodes.raw("", html, format="html", classes=["chart"]))


def add_script(app, pagename, templatename, context, doctree):
    if doctree is not None and any("chart" in node["classes"] for node in doctree.findall(nodes.raw)):
        app.add_js_file(SCRIPT, loading_method="defer")


def bundle(app, problem):
    if problem is None and app.builder.format == "html":
        drawing = (Path(__file__).parent / SCRIPT).read_text(encoding="utf-8")
        script = f"(() => {{{vl_convert.javascript_bundle(drawing)}}})();\n"  # its names are not the page's
        (Path(app.outdir) / "_static" / SCRIPT).write_text(script, encoding="utf-8")


def setup(app):
    app.config.suppress_warnings.append("mystnb.unknown_mime_type")  # the chart: MyST-NB knows its picture only
    vl_convert.register_font_directory(str(Path(matplotlib.get_data_path()) / "fonts" / "ttf"))  # it measures letters
    app.connect("doctree-read", add_charts, priority=400)  # before Sphinx collects the images that it copies
    app.connect("html-page-context", add_script)
    app.connect("build-finished", bundle)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
