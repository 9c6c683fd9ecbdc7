"""Slides of the built book, with speaker notes, and their PDF: `make slides`.

What a slide shows is taken from the book's pages and is never typed again: `slides/slides.yml` names equations and
figures by their labels, and sentences by their words. reveal.js shows the slides; it comes with sphinx-revealjs.
"""

import json
import re
import shutil
from copy import copy
from html import escape
from importlib.util import find_spec
from pathlib import Path

import paper
import pikepdf
import yaml
from built_book import HTML, start_chromium, wait_until_typeset
from excerpts import find, into_book, linked, page, words
from paper import SETTINGS, TERMS

ROOT = HTML.parent.parent
SOURCE = ROOT / "slides"
SLIDES = HTML.parent / "slides"
PDF = HTML.parent / "slides.pdf"
REVEAL = Path(find_spec("sphinx_revealjs").origin).parent / "_static" / "revealjs"
FROM_REVEAL = ["dist/reveal.css", "dist/reveal.js", "plugin/notes/notes.js", "LICENSE"]
FROM_BOOK = ["book.css", "mathematics.css", "mathematics.js", "mathjax", "charts.js", "favicon.svg"]
PLACE = re.compile(r"(?:(?P<page>[\w-]+)#)?(?P<what>.+)")
NOT_IN_TITLE = re.compile(r'^<span class="section-number">.*?</span>|^\d+\. |[.:](?=(?:</\w+>)*$)')


def slide(entry):
    """Return one slide: its heading is that of the section it comes from, or words of the book."""
    name, _, section = entry["from"].partition("#")
    heading = (find(name, section).h2 if section else page(name).h1).decode_contents()
    title = words(name, entry["title"]) if "title" in entry else heading
    sources, said, figures, captions = [linked(name, section, heading)], [], [], []
    for line in entry["show"].splitlines():
        where, what = PLACE.fullmatch(line).group("page", "what")
        where = where or name
        if what.startswith("fig-"):
            figure = copy(find(where, what))
            caption = figure.figcaption.extract()
            unasked(figure)
            figures.append(str(figure))
            captions.append(caption.select_one(".caption-text").get_text())
            sources.append(linked(where, what, caption.select_one(".caption-number").get_text().strip()))
        elif what.startswith("eq-"):
            said.append(into_book(str(find(where, what)), where))
        else:
            said.append(f"<p>{into_book(words(where, what), where)}</p>")
    if entry.get("steps"):
        said[1:] = [f'<div class="fragment">{part}</div>' for part in said[1:]]
    where, exercise = PLACE.fullmatch(entry["exercise"]).group("page", "what")
    task = find(where, exercise).select_one(".admonition-title").get_text()
    notes = [entry["notes"], *(f"The book says of the figure: {caption}" for caption in captions)]
    kind = "both" if figures else "one" if said[1:] else "title"
    if kind == "title":
        sources.append(TERMS)
    return f"""\
<section class="{kind}" data-timing="{60 * entry["minutes"]}">
<h2>{NOT_IN_TITLE.sub("", title)}</h2>
<div class="shown"><div class="said">{"".join(said)}</div>{"".join(figures)}</div>
<p class="source">{", ".join(sources)}</p>
<aside class="notes">
{"".join(f"<p>{escape(note.strip())}</p>" for note in notes)}
<p>{entry["minutes"]} min. To set: {linked(where, exercise, escape(task))}</p>
</aside>
</section>
"""


def unasked(figure):
    """Let a chart ask for no guess: on a slide the speaker does."""
    for script in figure.select("script"):
        chart = json.loads(script.string)
        told = chart["usermeta"]
        if told.pop("guess", None):
            to_guess = {row["name"] for row in told["inputs"] if row.get("only")}
            told["inputs"] = [row for row in told["inputs"] if row["name"] not in to_guess]
            told["drags"] = [drag for drag in told.get("drags", []) if drag["input"] not in to_guess]
            for parameter in chart["params"]:
                if parameter["name"] in to_guess:
                    del parameter["bind"]
            script.string = json.dumps(chart, ensure_ascii=False).replace("<", r"\u003c")  # as charts.py writes it


def deck():
    """Return the page that holds all the slides."""
    entries = yaml.safe_load((SOURCE / "slides.yml").read_text(encoding="utf-8"))
    page_around = (SOURCE / "slides.html").read_text(encoding="utf-8")
    return page_around.replace("TITLE", escape(SETTINGS["title"])).replace("SLIDES", "".join(map(slide, entries)))


def build(target):
    """Write the slides and all they need into a folder that can be handed on."""
    shutil.rmtree(target, ignore_errors=True)
    for folder, names in ((REVEAL, FROM_REVEAL), (HTML / "_static", FROM_BOOK), (SOURCE, ["slides.css", "slides.js"])):
        for name in names:
            to = target / Path(name).name if folder != REVEAL else target / "reveal" / Path(name).name
            to.parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if (folder / name).is_dir() else shutil.copy)(folder / name, to)
    (target / "index.html").write_text(deck(), encoding="utf-8")


def write(browser, slides, pdf):
    """Print built slides, one a page, every chart as it is at its start."""
    sheet = browser.new_page(color_scheme="light", viewport={"width": 1280, "height": 720})
    sheet.goto(f"{(slides / 'index.html').as_uri()}?view=print")
    wait_until_typeset(sheet)
    sheet.wait_for_selector(".pdf-page")
    titles = sheet.locator(".pdf-page h2").all_text_contents()
    printed = paper.printed(sheet, tagged=True)
    sheet.close()
    with printed.open_outline() as outline:
        outline.root += [pikepdf.OutlineItem(title, number) for number, title in enumerate(titles)]
    paper.save(printed, pdf)


def main():
    build(SLIDES)
    print(f"The slides are built. Open them in a browser: {SLIDES / 'index.html'}")
    print(
        "Keys: S opens the speaker's window, F fills the screen, O shows all slides, T turns light or dark, ? has more."
    )
    with start_chromium() as browser:
        write(browser, SLIDES, PDF)
    print(f"And printed: {PDF}")


if __name__ == "__main__":
    main()
