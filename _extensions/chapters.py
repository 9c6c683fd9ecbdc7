"""A link to a page that has no text of its own says the page's number and its title.

`[](05-weighted-average.ipynb)` reads "chapter 5, *The weighted average*", with a capital where a sentence begins and a
closing comma where it goes on. A page without a number is called by its title. A link to a section says the section's
title in place of the page's. Lists of contents stay as they are.
"""

import re

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import docname_join
from sphinx.util.nodes import make_refnode

SENTENCE_BEGINS = re.compile(r'(^|[.?!][)"”]*)\s*$')
SENTENCE_GOES_ON = re.compile(r"\s+[\w\\]")  # with a word, or a formula
APPENDIX = re.compile(r"(Appendix [A-Z]): (.*)")


def page_of(link):
    """Return the page that a link leads to if it has no text of its own, as Markdown or reStructuredText writes it."""
    if link["refexplicit"]:
        return None
    if link["refdomain"] == "doc":
        return link["reftarget"]
    return docname_join(link["refdoc"], link["reftarget"]) if link["reftype"] == "doc" else None


def place_and_title(title):
    """Return "chapter 5" and "The weighted average" of a page's title; of a page without a number, "" and the title."""
    if appendix := APPENDIX.match(title.astext()):
        return appendix.groups()
    return f"chapter {title['secnumber'][0]}" if title.get("secnumber") else "", title.astext()


def around(link):
    """Return the text of the link's block before it, and that after it."""
    before = after = ""
    while isinstance(link.parent, nodes.TextElement):
        at = link.parent.index(link)
        before = "".join(node.astext() for node in link.parent[:at]) + before
        after += "".join(node.astext() for node in link.parent[at + 1 :])
        link = link.parent
    return before, after


class NameChapters(SphinxPostTransform):
    """Writes the text of these links."""

    default_priority = 8  # before MyST and Sphinx write the title alone

    def run(self, **kwargs):
        for link in list(self.document.findall(addnodes.pending_xref)):
            page = page_of(link)
            if page in self.env.titles and self.knows(page, link.get("reftargetid")):
                link.replace_self(self.named(link, page))

    def knows(self, page, section):
        """Tell whether the page has the section; if not, MyST says so."""
        return section is None or section in self.env.metadata[page].get("myst_slugs", {})

    def named(self, link, page):
        """Return the link with its text, and the comma that it may need."""
        place, title = place_and_title(self.env.titles[page])
        sections = self.env.metadata[page].get("myst_slugs", {})
        _, name, title = sections.get(link.get("reftargetid"), (None, "", title))
        title = title.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")  # as in the heading
        place = place or (self.env.titles[page].astext() if name else "")
        before, after = around(link)
        if SENTENCE_BEGINS.search(before):
            place = place[:1].upper() + place[1:]
        text = nodes.inline("", f"{place}, " if place else "", nodes.emphasis(title, title), classes=["std", "std-doc"])
        comma = [nodes.Text(",")] if place and SENTENCE_GOES_ON.match(after) else []
        return [make_refnode(self.app.builder, self.env.docname, page, name, text), *comma]


def setup(app):
    app.add_post_transform(NameChapters)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
