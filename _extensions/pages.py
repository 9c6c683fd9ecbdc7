"""What the built pages lack: right names for screen readers, and, for a search from disk, the text to quote."""

import json
import re
from pathlib import Path

ARTICLE = re.compile(r"<article.*?</article>", re.DOTALL)
NAMES = {
    'role="doc-biblioentry"': 'role="listitem"',  # the withdrawn role for an entry of a bibliography, which is a list
    ' aria-label="Toggle hidden content"': "",  # a fold is called by the line that it shows
}
PICTURE = re.compile(r"<img[^>]*>|<svg.*?</svg>", re.DOTALL)


def mend_names(app, pagename, templatename, context, doctree):
    """Mend what screen readers are told, in every page's text."""
    for name, better in NAMES.items():
        if "body" in context:
            context["body"] = context["body"].replace(name, better)


def write_search_texts(app, problem):
    """Put all articles in one script: on a page opened from disk a script may be loaded, but no other page be read."""
    if problem is None and app.builder.format == "html":
        built = Path(app.outdir)
        texts = {}
        for page in sorted(built.glob("chapters/*.html")):
            article = ARTICLE.search(page.read_text(encoding="utf-8"))[0]
            texts[page.relative_to(built).as_posix()] = f'<div role="main">{PICTURE.sub("", article)}</div>'
        script = f"window.SEARCH_TEXTS = {json.dumps(texts)};\n"
        (built / "_static" / "search-texts.js").write_text(script, encoding="utf-8")


def setup(app):
    app.connect("html-page-context", mend_names)
    app.connect("build-finished", write_search_texts)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
