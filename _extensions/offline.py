"""Make the built book complete in itself: MathJax from this machine, and only the parts of it that pages load."""

from importlib.util import find_spec
from pathlib import Path

from sphinx.util.fileutil import copy_asset

# MathJax's own bundle holds its menu too, two fifths of the whole; the pages need these parts, in this order.
PARTS = ("startup", "core", "input/tex", "output/chtml", "output/chtml/fonts/tex", "a11y/assistive-mml")
FONTS = "output/chtml/fonts/woff-v2"


def copy_mathjax(app, problem):
    if problem is None and app.builder.format == "html":
        source = Path(find_spec("sphinx-mathjax-offline").origin).parent / "static" / "mathjax"
        target = Path(app.outdir) / "_static" / "mathjax"
        copy_asset(source / FONTS, target / FONTS)
        parts = [(source / f"{part}.js").read_text(encoding="utf-8") for part in PARTS]
        (target / "mathjax.js").write_text("\n".join(parts), encoding="utf-8")


def remove_unused(app, problem):
    """Delete source maps and the icon formats that no browser of the last ten years asks for."""
    if problem is None and app.builder.format == "html":
        static = Path(app.outdir) / "_static"
        for pattern in ("**/*.map", "vendor/**/*.ttf", "scripts/fontawesome.js*", "locales/**/*"):
            for path in static.glob(pattern):
                if path.is_file():
                    path.unlink()


def setup(app):
    app.config.mathjax_path = "mathjax/mathjax.js"
    app.connect("build-finished", copy_mathjax)
    app.connect("build-finished", remove_unused)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
