"""Make the built book complete in itself: MathJax from this machine, and only the parts of it that pages load."""

from importlib.util import find_spec
from pathlib import Path

from sphinx.util.fileutil import copy_asset

WANTED = ("tex-chtml.js", "output/chtml/fonts")


def copy_mathjax(app, problem):
    if problem is None and app.builder.format == "html":
        source = Path(find_spec("sphinx-mathjax-offline").origin).parent / "static" / "mathjax"
        target = Path(app.outdir) / "_static" / "mathjax"
        for wanted in WANTED:
            copy_asset(source / wanted, (target / wanted).parent if "." in wanted else target / wanted)


def remove_unused(app, problem):
    """Delete source maps and the icon formats that no browser of the last ten years asks for."""
    if problem is None and app.builder.format == "html":
        static = Path(app.outdir) / "_static"
        for pattern in ("**/*.map", "vendor/**/*.ttf", "scripts/fontawesome.js*", "locales/**/*"):
            for path in static.glob(pattern):
                if path.is_file():
                    path.unlink()


def setup(app):
    app.config.mathjax_path = "mathjax/tex-chtml.js"
    app.connect("build-finished", copy_mathjax)
    app.connect("build-finished", remove_unused)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
