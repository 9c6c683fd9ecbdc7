"""Fresh problems for a class, in every form: `make problems SEED=7 NUMBER=10`.

What `python -m mlmcore.problems` writes: sheet, key and a quiz for Moodle; sheet and key as PDF; a quiz for Canvas.
"""

from importlib.util import find_spec
from pathlib import Path

from built_book import start_chromium, wait_until_typeset
from canvas_quiz import canvas_quiz
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from mlmcore.problems import make_problems
from mlmcore.problems.__main__ import command_line, write

FOLDER = Path(__file__).resolve().parent.parent / "_build" / "problems"
MATHJAX = Path(find_spec("sphinx-mathjax-offline").origin).parent / "static" / "mathjax" / "tex-chtml.js"
STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")


def page_of(what, markdown):
    """Return the sheet or the key as a page, each problem a section."""

    def formula(latex, options):
        return rf"\[{latex}\]" if options["display_mode"] else rf"\({latex}\)"

    reader = MarkdownIt().use(dollarmath_plugin, renderer=formula)
    head, *problems = markdown.split("\n## ")
    sections = [f"<section>{reader.render(f'## {problem}')}</section>" for problem in problems]
    title = head.splitlines()[0].removeprefix("# ")
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"><title>{title}</title>
<style>{STYLE}</style><script src="{MATHJAX.as_uri()}"></script>
</head>
<body class="{what}">{reader.render(head)}{"".join(sections)}</body>
</html>
"""


def opened(browser, what, path):
    """Open the sheet or the key in the browser, its formulas set."""
    source = path.with_suffix(".html")
    source.write_text(page_of(what, path.read_text(encoding="utf-8")), encoding="utf-8")
    page = browser.new_page(viewport={"width": 642, "height": 960})  # A4 within its margins
    page.goto(source.as_uri())
    wait_until_typeset(page)
    source.unlink()
    return page


def write_pdf(browser, what, path):
    """Print the sheet or the key beside its Markdown; return the PDF's path."""
    page, target = opened(browser, what, path), path.with_suffix(".pdf")
    page.pdf(path=target, prefer_css_page_size=True, tagged=True)
    page.close()
    return target


def main():
    parser = command_line("make problems", FOLDER)
    arguments = parser.parse_args()
    try:
        problems = make_problems(arguments.seed, arguments.number)
    except ValueError as problem:
        parser.error(str(problem))
    paths = write(problems, arguments.seed, arguments.folder)
    canvas = arguments.folder / f"problems-{arguments.seed}-canvas.zip"
    canvas.write_bytes(canvas_quiz(problems, f"Problems, seed {arguments.seed}"))
    with start_chromium() as browser:
        printed = [write_pdf(browser, what, paths[what]) for what in ("sheet", "key")]
    print(*paths.values(), canvas, *printed, sep="\n")


if __name__ == "__main__":
    main()
