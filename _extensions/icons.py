"""The icons that the book can show, and no others: a few dozen of the font's thousands, and of their style rules."""

import re
from pathlib import Path

from fontTools import subset

NAME = re.compile(r"\bfa-[\w-]+")
RULE = re.compile(r'(?:\.fa-[\w-]+:before,?)+\{content:"[^"]*"\}')
WRITTEN = re.compile(r'"\\([ef][0-9a-f]{3})"')  # a style sheet writes an icon so,
ITSELF = re.compile("[\ue000-\uf8ff]")  # or as the character itself


def keep_used_icons(app, problem):
    """Shorten the theme's style sheets and fonts to the icons named in the pages and scripts as they were built."""
    if problem is not None or app.builder.format != "html":
        return
    built = Path(app.outdir)
    named = [*built.glob("**/*.html"), *built.glob("_static/**/*.js")]
    used = {name for path in named for name in NAME.findall(path.read_text(encoding="utf-8"))}
    shown = set()
    for sheet in built.glob("_static/**/*.css"):
        text = sheet.read_text(encoding="utf-8")
        text = RULE.sub(lambda rule: rule[0] if used.intersection(NAME.findall(rule[0])) else "", text)
        sheet.write_text(text, encoding="utf-8")
        shown.update(WRITTEN.findall(text))
        shown.update(f"{ord(character):x}" for character in ITSELF.findall(text))
    for font in built.glob("_static/vendor/fontawesome/webfonts/*.woff2"):
        subset.main([str(font), f"--unicodes={','.join(shown)}", f"--output-file={font}", "--flavor=woff2"])


def setup(app):
    app.connect("build-finished", keep_used_icons, priority=900)  # after everything is written
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
