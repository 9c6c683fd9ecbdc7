"""Figures drawn into the page: SVG in its font and colours, once as wide as the column and once for a phone.

MyST-NB sets a figure's SVG as a file of its own, which knows nothing of the page around it. Here the drawing itself
stands in the file's place. The one for narrow screens is among its definitions (`mlmcore.figures.picture`).
"""

import re
from html import escape

from docutils import nodes

from mlmcore.figures.picture import MIME
from texproof.book import Page

NARROW = re.compile(r"<defs>\s*(<svg.*</svg>)\s*</defs>\s*(?=</svg>\s*$)", re.DOTALL)
NAME = re.compile(r'(id="|url\(#|href="#)')


class picture(nodes.General, nodes.Element):
    """A figure's drawings, with the words that stand for them."""


def drawings_of(svg, name):
    """Return a figure's two drawings, names made its own: the wide one and the narrow one."""
    svg = NAME.sub(rf"\1{name}-", svg)
    return NARROW.sub("", svg), NARROW.search(svg)[1]


def draw(app, doctree):
    figures = {name: figure for figure in doctree.findall(nodes.figure) for name in figure["names"]}
    for cell in Page(app.env.doc2path(app.env.docname)).cells:
        for output in cell.outputs:
            if svg := output.get("data", {}).get(MIME):
                name = cell.figure["name"]
                image = next(figures[name].findall(nodes.image))
                image.replace_self(picture(drawings=drawings_of(svg, name), alt=image["alt"]))


def write(self, node):
    """Write both drawings; the page's style shows one of them."""
    for size, drawing in zip(("wide", "narrow"), node["drawings"], strict=True):
        opening = f'<svg role="img" class="picture {size}" aria-label="{escape(node["alt"])}"'
        self.body.append(drawing.replace("<svg", opening, 1))
    raise nodes.SkipNode


def setup(app):
    app.add_node(picture, html=(write, None))
    app.connect("doctree-read", draw, priority=400)  # before Sphinx collects the images that it copies
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
