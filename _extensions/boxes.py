"""The boxes of a page that its text does not name: the question at its head, and the paragraph that answers it.

A chapter opens with a quotation, its reader's question, and closes with a paragraph that begins "**The answer.**" Here
both are marked, so that book.css sets them as it sets exercises, notes and folds.
"""

from docutils import nodes

ANSWER = "The answer"


def question_of(doctree):
    """Return the quotation that follows the page's title, or None."""
    title = next(doctree.findall(nodes.title), None)
    follows = title.next_node(nodes.Element, descend=False, siblings=True) if title else None
    return follows if isinstance(follows, nodes.block_quote) else None


def answer_of(doctree):
    """Return the paragraph that begins with these words in bold, or None."""
    for words in doctree.findall(nodes.strong):
        if words.astext().startswith(ANSWER) and words.parent.astext().startswith(ANSWER):
            return words.parent
    return None


def mark(app, doctree):
    for name, box in (("question", question_of(doctree)), ("answer", answer_of(doctree))):
        if box is not None:
            box["classes"].append(name)


def setup(app):
    app.connect("doctree-read", mark)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
