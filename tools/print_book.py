"""The whole built book as one PDF, printed by Chromium: `make pdf`.

Its pages are put into one, in the order of the contents, and links between them become links within it. That page is
printed twice: the first print tells on which page everything is, and so what the contents say.
"""

import io
import os
import sys
from html import escape
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pikepdf
import yaml
from built_book import CHROMIUM, HTML, read, serve, start_chromium, wait_until_typeset

import mlmcore

PDF = HTML.parent / "drawn-at-random.pdf"
SETTINGS = yaml.safe_load((HTML.parent.parent / "_config.yml").read_text(encoding="utf-8"))
STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
FIRST = "chapters/index.html"
WHOLE = "chapters/whole-book.html"  # the one page's address, beside the others so that it finds their pictures; no file
FILL_IN = """(numbers) => document.querySelectorAll(".contents a").forEach(
  (line) => { line.lastElementChild.textContent = numbers[line.hash.slice(1)]; })"""
LINES = """() => [...document.querySelectorAll(".contents a")].map(
  (line) => [line.className, line.firstElementChild.textContent, line.hash.slice(1)])"""


def place(address):
    """Return the name that chapters/05-x.html#section has in the one page: 05-x:section."""
    page, section = urldefrag(address)
    return f"{Path(page).stem}:{section}"


def text_of(page, pages):
    """Return a page's text, its places and links renamed: charts left to their pictures, solutions open."""
    text = read(HTML / page).select_one("article.bd-article")
    for unprinted in text.select(".chart, .headerlink"):
        unprinted.decompose()
    for fold in text.select("details.solution"):
        fold["open"] = ""
    for link in text.select("a[href]"):
        address = urljoin(page, link["href"])
        if urldefrag(address).url in pages:
            link["href"] = f"#{place(address)}"
        elif ":" not in address:  # a file beside the pages, which paper has not
            del link["href"]
    for element in text.select("[id]"):
        element["id"] = place(f"{page}#{element['id']}")
    text["id"] = place(page)
    return text


def whole_book():
    """Return the one page: the title, the contents, the first page and every page that its navigation names."""
    first = read(HTML / FIRST)
    entries = first.select(".bd-docs-nav :is(.caption, a.internal)")
    parts = [FIRST] + [urljoin(FIRST, entry["href"]) if entry.name == "a" else entry.text for entry in entries]
    pages = [part for part in parts if part.endswith(".html")]
    contents, texts = [], []
    for part in parts:
        if part in pages:
            texts.append(text_of(part, pages))
            contents += [
                f'<a class="to-{heading.name}" href="#{heading.parent["id"]}">'
                f"<span>{heading.decode_contents()}</span> <span></span></a>"
                for heading in texts[-1].select("h1, h2")
            ]
        else:
            contents.append(f"<p>{escape(part)}</p>")
    first.title.string = SETTINGS["title"]
    return f"""\
<!DOCTYPE html>
<html lang="en" data-content_root="../" data-theme="light">
<head>{first.head.decode_contents()}<style>{STYLE}</style></head>
<body><div class="bd-main"><div class="bd-content">
<article class="bd-article title-page">
<img src="../_static/logo.svg" alt="" />
<p class="title">{escape(SETTINGS["title"])}</p>
<p>{escape(first.select_one("meta[name=description]")["content"])}</p>
<p>{escape(first.select_one(".component-author").text)}</p>
<p>Version {mlmcore.__version__}. Text and figures: CC BY 4.0. Code: BSD 3-Clause.</p>
</article>
<article class="bd-article contents"><h1>Contents</h1>
{"".join(contents)}
</article>
{"".join(map(str, texts))}
</div></div></body>
</html>
"""


def printed(page, *, tagged):
    """Print the open page, with or without the tags by which it is read aloud; they take most of the time."""
    return pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True, tagged=tagged)))


def page_numbers(pdf):
    """Return the number of the page on which each place is that a link leads to."""
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    return {name[1:]: numbers[destination[0].objgen] for name, destination in pdf.Root.Dests.items()}


def complete(pdf, lines):
    """Add what Chromium leaves out: the author, and bookmarks (its own join words where a heading's line ends)."""
    pdf.docinfo.Author = SETTINGS["author"]
    pdf.Root.PageMode = pikepdf.Name.UseOutlines
    with pdf.open_outline() as outline:
        for level, title, name in lines:
            siblings = outline.root if level == "to-h1" else outline.root[-1].children
            siblings.append(pikepdf.OutlineItem(title, pdf.Root.Dests[f"/{name}"]))
            siblings[-1].is_closed = True


def open_whole_book(browser, server):
    """Open the one page, as if the server had it, and turn it to paper: turned only as it prints, it loses its end."""
    page = browser.new_page(color_scheme="light")
    page.route(f"{server}/{WHOLE}", lambda route: route.fulfill(body=whole_book(), content_type="text/html"))
    page.goto(f"{server}/{WHOLE}", timeout=180_000)  # all pages in one, maybe on a busy machine
    wait_until_typeset(page)
    page.emulate_media(media="print")
    page.wait_for_selector("html[data-theme=light]", state="attached")
    return page


def write(page, target):
    """Print the open page, with its page numbers in the contents, to the file; it is there whole or not at all."""
    page.evaluate(FILL_IN, page_numbers(printed(page, tagged=False)))
    pdf = printed(page, tagged=True)
    complete(pdf, page.evaluate(LINES))
    new = target.with_name(f"{os.getpid()}-{target.name}")
    pdf.save(new, object_stream_mode=pikepdf.ObjectStreamMode.generate)  # else it is two and a half times as large
    new.replace(target)


def main():
    if not CHROMIUM:
        sys.exit("Chromium prints the book, and was not found (Debian: apt-get install chromium)")
    with serve() as server, start_chromium() as browser:
        write(open_whole_book(browser, server), PDF)
    print(f"The book is printed. Open it: {PDF}")


if __name__ == "__main__":
    main()
