"""A label in a table, read as Markdown, is the label."""

from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from mlmcore.tables import table

LABELS = ["$25k-$50k", "a|b", "$x_$", "*bold*", "<b>", "[1](2)", "a\\|b", "`c`", "two\nlines", "&amp;", "~1~", "12 a"]


def test_a_label_is_shown_as_it_is_given_whatever_it_means_in_markdown():
    markdown = table({"label": LABELS, "n": range(len(LABELS))})._repr_markdown_()
    html = BeautifulSoup(MarkdownIt("gfm-like", {"linkify": False}).render(markdown), "html.parser")
    assert [row.td.text for row in html.tbody("tr")] == [" ".join(label.split()) for label in LABELS]
    assert not html.tbody(["em", "strong", "code", "a", "b", "s"])
