"""The whole built book as one PDF, in two editions, printed by Chromium: `make pdf`.

Its pages are put into one, in the order of the contents, and links between them become links within it. For readers the
solutions of the exercises stand behind all pages; for teachers each stands at its exercise, and what the page for
teachers says of a chapter at its head. The one page is printed twice: the first print, which draws nothing, tells on
which page everything is, and so what the contents say.
"""

from html import escape

import paper
import pikepdf
from built_book import HTML, read, soup
from paper import SETTINGS, TERMS, place, text_of

READERS, TEACHERS = (HTML.parent / f"drawn-at-random{edition}.pdf" for edition in ("", "-for-teachers"))
FOR_TEACHERS = "chapters/teachers.html"
FILL_IN = """(numbers) => document.querySelectorAll("a .page-number").forEach(
  (span) => { span.textContent = numbers[span.closest("a").hash.slice(1)]; })"""
UNDRAWN = """
body { visibility: hidden; }
svg * { display: none !important; }"""
LINES = """() => [...document.querySelectorAll(".contents a")].map(
  (line) => [line.className, line.firstElementChild.textContent, line.hash.slice(1)])"""


def take_solutions(text):
    """Take the solutions out of a page's text, leave the number of their page, and return them under their titles."""
    taken = []
    for fold in text.select("details.solution"):
        solution = fold.select_one(".solution").extract()
        exercise = fold.find_previous_sibling(class_="exercise")
        number = f'<a href="#{solution["id"]}">Solution: page <span class="page-number"></span></a>'
        fold.decompose()
        exercise.append(soup(f'<p class="to-solution">{number}</p>'))
        title = exercise.select_one(".admonition-title").decode_contents()
        taken.append(f'<p class="rubric"><a href="#{exercise["id"]}">{title}</a></p>{solution}')
    return "".join(taken)


def notes():
    """Return what the page for teachers says of each chapter, by the chapter's address: lessons, misconceptions."""
    page, found = read(HTML / FOR_TEACHERS), {}
    for row in page.select("tbody tr"):
        minutes, where, what = (cell.p.decode_contents() for cell in row.select("td"))
        lesson = row.find_previous(["h2", "h3"]).contents[0]
        line = f"<p><strong>{escape(lesson)}</strong>, {minutes} minutes, {where}: {what}</p>"
        found.setdefault(soup(where).a["href"].partition("#")[0], []).append(line)
    for item in page.select("#twelve-misconceptions li"):
        chapter = item.select("a")[-1]["href"].partition("#")[0]
        found.setdefault(chapter, []).append(str(item.p))
    return found


def add_note(text, page, lines, pages):
    """Put a box with what teachers may want to know below a chapter's title."""
    box = soup(f'<div class="admonition teachers"><p class="admonition-title">For teachers</p>{"".join(lines)}</div>')
    paper.lead_within(box, page, pages)
    text.h1.insert_after(box)


def editions():
    """Return the one page for readers and for teachers: the title, the contents, the pages in their order."""
    first, parts = paper.first(), paper.parts()
    pages = [part for part in parts if part.endswith(".html")]
    contents, for_readers, for_teachers, solutions = [], [], [], []
    said = notes()
    for part in parts:
        if part not in pages:
            contents.append(f"<p>{escape(part)}</p>")
            continue
        text = text_of(part, pages)
        contents += map(line_of, text.select("h1, h2"))
        if lines := said.get(part.rpartition("/")[2]):
            add_note(text, part, lines, pages)
        for_teachers.append(str(text))
        if lines:
            text.h1.find_next_sibling().extract()
        if taken := take_solutions(text):
            solutions += [heading(text.h1.text, 2, f"solutions:{place(part)}"), taken]
        for_readers.append(str(text))
    behind = soup(f'<article class="bd-article">{heading("Solutions", 1, "solutions:")}{"".join(solutions)}</article>')
    to_behind = ["<p>Behind the book</p>", *map(line_of, behind.select("h1, h2"))]
    description = first.select_one("meta[name=description]")["content"]
    return (
        bound(description, [*contents, *to_behind], [*for_readers, behind]),
        bound("The edition for teachers", contents, for_teachers),
    )


def bound(subtitle, contents, texts):
    """Return the texts as one page, behind the title and the contents."""
    title = f"""\
<article class="bd-article title-page">
<img src="../_static/logo.svg" alt="" />
<p class="title">{escape(SETTINGS["title"])}</p>
<p>{escape(subtitle)}</p>
<p>{escape(paper.first().select_one(".component-author").text)}</p>
<p>{TERMS}</p>
</article>"""
    lines = f'<article class="bd-article contents"><h1>Contents</h1>{"".join(contents)}</article>'
    return paper.document(SETTINGS["title"], title, lines, *texts)


def heading(text, level, name):
    """Return a heading with a place of its own."""
    return f'<section id="{name}"><h{level}>{escape(text)}</h{level}></section>'


def line_of(title):
    """Return a heading's line in the contents."""
    return (
        f'<a class="to-{title.name}" href="#{title.parent["id"]}"><span>{title.decode_contents()}</span> '
        f'<span class="page-number"></span></a>'
    )


def page_numbers(pdf):
    """Return the number of the page on which each place is that a link leads to."""
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    return {name[1:]: numbers[destination[0].objgen] for name, destination in pdf.Root.Dests.items()}


def add_bookmarks(pdf, lines):
    """Add bookmarks; Chromium's own join words where a heading's line ends."""
    pdf.Root.PageMode = pikepdf.Name.UseOutlines
    with pdf.open_outline() as outline:
        for level, title, name in lines:
            siblings = outline.root if level == "to-h1" else outline.root[-1].children
            siblings.append(pikepdf.OutlineItem(title, pdf.Root.Dests[f"/{name}"]))
            siblings[-1].is_closed = True


def write(page, target):
    """Print the open page, with the numbers of its pages in the contents, to the file."""
    hidden = page.add_style_tag(content=UNDRAWN)  # everything has its place
    numbers = page_numbers(paper.printed(page, tagged=False))
    hidden.evaluate("(style) => style.remove()")
    page.evaluate(FILL_IN, numbers)
    pdf = paper.printed(page, tagged=True)
    add_bookmarks(pdf, page.evaluate(LINES))
    paper.save(pdf, target)


def main():
    with paper.press() as (browser, server):
        for target, text in zip((READERS, TEACHERS), editions(), strict=True):
            write(paper.open_on_paper(browser, server, text), target)
            print(f"The book is printed. Open it: {target}")


if __name__ == "__main__":
    main()
