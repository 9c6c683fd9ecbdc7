"""What the references to a page's equations, figures and works can show beside them (`_static/previews.js`).

Each page's stands in a script of its own, which a page opened from disk can load too, and only when it is asked for.
"""

import json
import re
from pathlib import Path

from bs4 import BeautifulSoup

TARGETS = "div.math[id], figure[id], div.citation[id]"
LEFT_OUT = ".headerlink, .chart, svg.narrow, span.label, script"
NAMES = re.compile(r'\bid="|url\(#|\bhref="#')


def shown(target):
    """Return a target as a preview shows it: without links to itself, and no name of the page's used twice."""
    for element in target.select(LEFT_OUT):
        element.decompose()
    del target["id"]
    return NAMES.sub(r"\g<0>preview-", str(target))


def targets_of(page):
    """Return what each target of a built page shows, by its id."""
    article = page.select_one("article.bd-article")
    return {target["id"]: shown(target) for target in article.select(TARGETS)}


def write_previews(app, problem):
    if problem is not None or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "_static" / "previews"
    folder.mkdir(exist_ok=True)
    for path in Path(app.outdir).glob("chapters/*.html"):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        targets = json.dumps(targets_of(page), ensure_ascii=False)
        script = f'Object.assign(previews, {{"{path.stem}": {targets}}});\n'
        (folder / f"{path.stem}.js").write_text(script, encoding="utf-8")


def setup(app):
    app.connect("build-finished", write_previews)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
