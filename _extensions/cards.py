"""Where a notebook says `<!-- chapters as cards -->`: the book's chapters, each with its question, answer and picture.

All of it is taken from the pages as they are: their order and parts from the contents, the question from a page's
head, the first sentence of its answer, and the first figure that it has stored, or else its chart. A page that has
these three has a card.
"""

import re

from boxes import answer_of, question_of
from charts import charts_of, picture_of
from docutils import nodes
from pictures import drawings_of
from sphinx import addnodes
from sphinx.util.nodes import make_refnode

from mlmcore.figures.picture import MIME
from texproof.book import Book, Page, files_in

MARK = "<!-- chapters as cards -->"
SENTENCE = re.compile(r".*?[.?!][”)]*(?=\s|$)", re.DOTALL)
LETTERS = re.compile(r"<text.*?</text>\s*", re.DOTALL)


def plain(paragraph):
    """Return a copy of a paragraph's parts, without links and names, which belong to its own page."""
    copy = paragraph.deepcopy()
    for link in list(copy.findall(addnodes.pending_xref)):
        link.replace_self(link.children)
    for part in copy.findall(nodes.Element):
        part["ids"], part["names"] = [], []
    return copy.children


def first_sentence(parts):
    """Return the parts up to the first full stop in a text, or at the end of a formula."""
    found = []
    for part in parts:
        sentence = SENTENCE.match(part) if isinstance(part, nodes.Text) else None
        found.append(nodes.Text(sentence[0]) if sentence else part)
        if sentence or (isinstance(part, nodes.inline) and part.astext().endswith((".", "?", "!"))):
            return found
    return found


def small(drawing):
    """Return a drawing without its letters, which nobody could read, for a card whose words say the same."""
    return LETTERS.sub("", drawing).replace("<svg", '<svg class="thumbnail" aria-hidden="true"', 1)


def thumbnail_of(page):
    """Return a page's first figure, as for a phone, or else its first chart; None if it has neither."""
    for cell in page.cells:
        for output in cell.outputs:
            if svg := output.get("data", {}).get(MIME):
                return small(drawings_of(svg, f"card-{cell.figure['name']}")[1])
    for name, chart in charts_of(page):
        return small(picture_of(chart, f"card-{name}"))
    return None


def card(app, page, root):
    """Return the card of a page, or None."""
    env, doctree = app.env, app.env.get_doctree(page)
    question, answer, picture = question_of(doctree), answer_of(doctree), thumbnail_of(Page(env.doc2path(page)))
    if not (question and answer and picture):
        return None
    title, number = env.titles[page], env.titles[page].get("secnumber")
    name = nodes.inline("", f"{number[0]}. " if number else "", *title.deepcopy().children)
    said = answer.children[answer.index(next(answer.findall(nodes.strong))) + 1 :]
    words = first_sentence(plain(nodes.paragraph("", "", *[part.deepcopy() for part in said])))
    return nodes.list_item(
        "",
        nodes.raw("", picture, format="html"),
        nodes.paragraph("", "", make_refnode(app.builder, root, page, "", name), classes=["name"]),
        *[nodes.paragraph("", "", *plain(text), classes=["asked"]) for text in question.findall(nodes.paragraph)],
        nodes.paragraph("", "", *words, classes=["answered"]),
    )


def deal(app, doctree, docname):
    for place in [comment for comment in doctree.findall(nodes.raw) if comment.astext().strip() == MARK]:
        dealt = []
        for part in Book(app.srcdir).contents.get("parts", []):
            if found := [made for page in files_in(part) if (made := card(app, page, docname))]:
                dealt += [nodes.rubric("", part["caption"]), nodes.bullet_list("", *found, classes=["cards"])]
        place.replace_self(dealt)


def setup(app):
    app.connect("doctree-resolved", deal)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
