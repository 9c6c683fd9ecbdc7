"""Each chapter's exercises as a sheet to hand out, and as one with their solutions: `make sheets`.

All sheets are set as one page, and printed one at a time. Below the exercises stands what they refer to: the equations
and figures of the chapters, so that a sheet can be worked on without the book.
"""

import re
from pathlib import Path

import paper
from bs4 import BeautifulSoup
from built_book import HTML
from paper import SETTINGS, TERMS, text_of

SHEETS = HTML.parent / "sheets"
STYLE = """
.sheet:not(.printing) { display: none; }
.bd-main .bd-content .sheet { break-before: auto; }
.bd-article.sheet :is(p, li, figcaption) { max-width: none; }
.sheet a { color: inherit; text-decoration: none; }
.bd-article.sheet div.to-write { padding-bottom: 45mm; }
.sheet footer { margin-top: 1.5rem; font-size: 0.75rem; }
"""
CHOOSE = """(name) => { document.title = name; document.querySelectorAll(".sheet").forEach(
  (sheet) => sheet.classList.toggle("printing", sheet.id === name)); }"""


def referred_to(section, texts):
    """Return the equations and figures to which a section leads, and which it has not itself."""
    found = {}
    for link in section.select("a[href*=':equation-'], a[href*=':fig-']"):
        name = link["href"][1:]
        if not section.find(id=name):
            target = texts[name.partition(":")[0]].find(id=name)
            found[name] = target if target.name == "figure" else target.find_parent("div", class_="math") or target
    return "".join(map(str, found.values()))


def sheet(chapter, texts, *, solved):
    """Return a chapter's sheet: exercises with their cells, solutions if asked, what they refer to, terms of use."""
    text = BeautifulSoup(str(texts[chapter]), "html.parser")
    section = text.select_one(".exercise").find_parent("section")
    for before in list(section.select_one(".exercise").previous_siblings):
        before.extract()
    for fold in section.select("details.solution"):
        if solved:
            fold.replace_with(fold.select_one(".solution"))
        else:
            fold.decompose()
    for exercise in section.select(".exercise"):
        if "paper is enough" in exercise.text and not solved:
            exercise["class"].append("to-write")
    below = referred_to(section, texts)
    for link in section.select("a[href^='#']"):
        del link["href"]
    return (
        f'<article class="bd-article sheet" id="{chapter}{"-solutions" if solved else ""}">'
        f"<h1>{text.h1.decode_contents()}</h1><p>{'Exercises and solutions' if solved else 'Exercises'}</p>"
        f"{section.decode_contents()}{below and '<h2>Referred to</h2>'}{below}"
        f"<footer>From {SETTINGS['title']}. {TERMS}</footer></article>"
    )


def all_sheets():
    """Return every sheet by its name."""
    pages = [part for part in paper.parts() if part.endswith(".html")]
    texts = {Path(page).stem: text_of(page, pages) for page in pages}
    chapters = [name for name in texts if re.match(r"\d\d-", name)]
    sheets = [sheet(chapter, texts, solved=solved) for chapter in chapters for solved in (False, True)]
    return {re.search(r'id="([^"]+)"', text)[1]: text for text in sheets}


def main():
    sheets = all_sheets()
    with paper.press() as (browser, server):
        text = paper.document(SETTINGS["title"], *sheets.values(), style=STYLE)
        page = paper.open_on_paper(browser, server, text)
        for name in sheets:
            page.evaluate(CHOOSE, name)
            paper.save(paper.printed(page, tagged=True), SHEETS / f"{name}.pdf")
    print(f"{len(sheets)} sheets are printed, with solutions and without. They are here: {SHEETS}")


if __name__ == "__main__":
    main()
