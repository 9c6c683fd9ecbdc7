"""What moves, moves on the screen: on paper a sentence that says to move it stays out, and what it shows stays.

Of "Move the slider: at zero all are alike." paper has "At zero all are alike." (`_static/book.css` hides the rest.)
"""

import re

from docutils import nodes
from sphinx.addnodes import desc

END = re.compile(r"(?<=[.?!])\s(?=[A-Z]|$)")
TOUCHED = re.compile(r"\bMove |\b(sliders?|drag|buttons|reset|Point at a|move the point)\b")
ASKED = re.compile(r"(Move [^:]*: )([a-z])")


def sentences_of(paragraph):
    """Return the inline elements of a paragraph, a list for each sentence."""
    sentences = [[]]
    for child in paragraph.children:
        if isinstance(child, nodes.Text):
            first, *others = END.split(child.astext())
            sentences[-1].append(nodes.Text(first))
            for other in others:
                sentences[-1].append(nodes.Text(" "))
                sentences.append([nodes.Text(other)])
        else:
            sentences[-1].append(child)
    return sentences


def on_paper(sentence):
    """Return a sentence's elements, those that paper leaves out marked."""
    asked = ASKED.match(sentence[0].astext())
    if asked:
        capital = f'<span class="capital" data-letter="{asked[2].upper()}"></span>'
        rest = sentence[0].astext()[asked.end() :]
        start = nodes.inline("", asked[0], classes=["on-screen"])
        return [start, nodes.raw("", capital, format="html"), nodes.Text(rest), *sentence[1:]]
    touched = TOUCHED.search("".join(part.astext() for part in sentence))
    return [nodes.inline("", "", *sentence, classes=["on-screen"])] if touched else sentence


def in_reference(node):
    """Return whether it describes a function: what that draws is not on the page."""
    return node is not None and (isinstance(node, desc) or in_reference(node.parent))


def mark(app, doctree):
    for paragraph in list(doctree.findall(lambda node: isinstance(node, nodes.caption | nodes.paragraph))):
        if TOUCHED.search(paragraph.astext()) and not in_reference(paragraph):
            sentences = [on_paper(sentence) for sentence in sentences_of(paragraph)]
            paragraph.children = []
            paragraph.extend(part for sentence in sentences for part in sentence)


def setup(app):
    app.connect("doctree-read", mark)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
