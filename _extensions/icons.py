"""The icons that pages show, and no others: 40 of the icon font's 2,000, and their rules in the style sheets."""

import re
from pathlib import Path

from fontTools import subset

NAME = re.compile(r"\bfa-[\w-]+")
RULE = re.compile(r'(?:\.fa-[\w-]+:before,?)+\{content:"[^"]*"\}')
CHARACTER = re.compile(r'"\\([ef][0-9a-f]{3})"')


def keep_used_icons(app, problem):
    """Shorten the theme's style sheets and fonts to the icons named in the pages and scripts as they were built."""
    if problem is not None or app.builder.format != "html":
        return
    built = Path(app.outdir)
    named = [*built.glob("**/*.html"), *built.glob("_static/**/*.js")]
    used = {name for path in named for name in NAME.findall(path.read_text(encoding="utf-8"))}
    characters = set()
    for sheet in built.glob("_static/styles/*.css"):
        text = sheet.read_text(encoding="utf-8")
        text = RULE.sub(lambda rule: rule[0] if used.intersection(NAME.findall(rule[0])) else "", text)
        characters.update(CHARACTER.findall(text))  # also those that a rule of the theme shows without a name
        sheet.write_text(text, encoding="utf-8")
    for font in built.glob("_static/vendor/fontawesome/webfonts/*.woff2"):
        subset.main([str(font), f"--unicodes={','.join(characters)}", f"--output-file={font}", "--flavor=woff2"])


def setup(app):
    app.connect("build-finished", keep_used_icons, priority=900)  # after everything is written
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
