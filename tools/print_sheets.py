"""Each chapter's exercises as a sheet to hand out, and as one with their solutions: `make sheets`.

All sheets are set as one page, and printed one at a time. Below the exercises stands what they refer to: equations and
figures of the chapters, the model, and what was fitted, so that a sheet can be worked on without the book.
"""

import re
from copy import copy
from functools import cache
from pathlib import Path

import paper
from built_book import HTML
from paper import SETTINGS, TERMS, text_of

import mlmcore
from mlmcore.datasets import load_radon

SHEETS = HTML.parent / "sheets"
THE_MODEL = {  # what every sheet may take as known: where each equation stands, and its words
    "01-puzzle:equation-eq-model-y": "Outcome of house i, log radon; x is 1 on the first floor, 0 in the basement:",
    "01-puzzle:equation-eq-model-alpha": "True intercept of county j, one of J:",
    "01-puzzle:equation-eq-gamma": "Its own intercept, from its houses:",
    "05-weighted-average:equation-eq-weight": "The weight on its data:",
    "05-weighted-average:equation-eq-weighted-form": "The weighted average, the estimate of its intercept:",
}
FOOT = """@bottom-left { content: 'TERMS'; font: 7pt sans-serif; color: #444; white-space: nowrap; }
  @bottom-center { content: none; } @bottom-right { content: counter(page); font: 9pt sans-serif; color: #444; }"""
STYLE = """
@page { FOOT }
@page :first { FOOT }
.sheet:not(.printing) { display: none; }
.bd-main .bd-content .sheet { break-before: auto; }
.bd-article.sheet :is(p, li, figcaption) { max-width: none; }
.sheet a { color: inherit; text-decoration: none; }
.sheet .given p { margin: 0.5rem 0 0; }
.sheet div.math { margin: 0.2rem 0; }
.sheet div.highlight { break-inside: avoid; }
""".replace("FOOT", FOOT).replace("TERMS", f"From {SETTINGS['title']}. {TERMS}")
CHOOSE = """(name) => { document.title = name; document.querySelectorAll(".sheet").forEach(
  (sheet) => sheet.classList.toggle("printing", sheet.id === name)); }"""


def referred_to(section, texts):
    """Return the equations and figures to which a section leads, and which it has not itself."""
    found = {}
    for link in section.select("a[href*=':equation-'], a[href*=':fig-']"):
        name = link["href"][1:]
        if not section.find(id=name):
            target = texts(name.partition(":")[0]).find(id=name)
            found[name] = target if target.name == "figure" else target.find_parent("div", class_="math") or target
    return "".join(map(str, found.values()))


def given(texts):
    """Return the box with the model, and what the book's fit to radon found."""
    data = mlmcore.GroupedData.from_table(load_radon(), y="log_radon", group="county", x="floor")
    fit = mlmcore.fit(data)
    lines = "".join(f"<p>{words}</p>{texts(name.partition(':')[0]).find(id=name)}" for name, words in THE_MODEL.items())
    values = {"sigma": fit.sigma, "tau": fit.tau, "mu": fit.mu, "beta": fit.beta[0]}
    found = r",\ ".join(rf"\hat\{name} = {value:.3f}" for name, value in values.items())
    return (
        f'<div class="admonition given"><p class="admonition-title">Given</p>{lines}<p>Fitted to {len(data.y)} houses '
        rf'of {len(fit.n)} counties: <span class="math notranslate nohighlight">\({found}\)</span>.</p></div>'
    )


def leave_room(exercise):
    """Leave room to write where paper is enough: the more minutes, the more."""
    minutes = int(re.search(r"(\d+) minutes", exercise.text)[1])
    if "paper is enough" in exercise.text:
        exercise["style"] = f"padding-bottom: {15 + 3 * minutes}mm"


def sheet(chapter, texts, box, *, solved):
    """Return a chapter's sheet: exercises with their cells, solutions if asked, and what they refer to."""
    section = copy(texts(chapter).select_one(".exercise").find_parent("section"))
    for before in list(section.select_one(".exercise").previous_siblings):
        before.extract()
    for fold in section.select("details.solution"):
        if solved:
            fold.replace_with(fold.select_one(".solution"))
        else:
            fold.decompose()
    for cell in section.select(".cell"):
        if "solved(" in cell.text:  # it compares the answer with the stored one
            cell.decompose()
    for exercise in [] if solved else section.select(".exercise"):
        leave_room(exercise)
    below = referred_to(section, texts)
    for link in section.select("a[href^='#']"):
        del link["href"]
    title = texts(chapter).h1.decode_contents()
    kind, name = ("Exercises and solutions", f"{chapter}-solutions") if solved else ("Exercises", chapter)
    return (
        f'<article class="bd-article sheet" id="{name}"><h1>{title}</h1><p>{kind}. With a '
        f"computer: open <code>chapters/{chapter}.ipynb</code> and run it to its exercises, where names are made.</p>"
        f"{section.decode_contents()}{below and '<h2>Referred to</h2>'}{below}{box}</article>"
    )


def all_sheets():
    """Return every sheet by its name."""
    pages = [part for part in paper.parts() if part.endswith(".html")]
    texts = cache(lambda name: text_of(f"chapters/{name}.html", pages))
    chapters = [Path(page).stem for page in pages if re.match(r"\d\d-", Path(page).stem)]
    box = given(texts)
    sheets = [sheet(chapter, texts, box, solved=solved) for chapter in chapters for solved in (False, True)]
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
