"""What search engines and those who pass a link on are told of the pages, and what comes of the book's addresses.

Every page of the contents is described by the words that `_config.yml` has for it. Its `html: baseurl:`, once set,
gives the pages their addresses, a picture, and the list of them; its `repository: url:` the buttons that open a
notebook elsewhere. Until then nothing names an address and there is no such button. A notebook's page ends with what it
needs where it is run by itself, the first page with the ways to get the book.
"""

import ast
import posixpath
import re
import sys
from html import escape
from pathlib import Path

from texproof.book import Page

CARD = {"address": "_static/card.png", "width": "1200", "height": "630"}  # as tools/draw_logo.py draws it
BROUGHT = {"mlmcore", "numpy", "scipy", "matplotlib", "IPython", "altair"}  # by mlmcore[figures]
OF_THE_SOURCES = {"meanings", "texproof"}
CARD_SHOWS = (
    "A beam with a diamond, the other groups, at one end and a larger disc, the group's own data, at the other; "
    "the support under it, the group's estimate, stands nearer to the disc."
)


def set_buttons(app, config):
    options = config.html_theme_options
    options["use_repository_button"] = bool(options["repository_url"])
    if not options["repository_url"]:
        options["launch_buttons"] = {}


def metatags(app, pagename, title):
    """Return the tags in a page's head that tell what it is, under its title."""
    description = app.config.descriptions[pagename]
    tags = {
        "og:type": "website" if pagename == app.config.root_doc else "article",
        "og:site_name": app.config.html_title,
        "og:title": title,
        "og:description": description,
    }
    named = {"description": description}
    if base := app.config.html_baseurl:
        tags["og:url"] = posixpath.join(base, app.builder.get_target_uri(pagename))
        tags["og:image"] = posixpath.join(base, CARD["address"])
        tags |= {"og:image:width": CARD["width"], "og:image:height": CARD["height"], "og:image:alt": CARD_SHOWS}
        named["twitter:card"] = "summary_large_image"
    lines = [f'<meta name="{name}" content="{escape(text)}" />' for name, text in named.items()]
    lines += [f'<meta property="{name}" content="{escape(text)}" />' for name, text in tags.items()]
    return "\n".join(["", *lines, ""])


def describe(app, pagename, templatename, context, doctree):
    if pagename in app.config.descriptions:
        context["metatags"] += metatags(app, pagename, re.sub("<[^>]+>", "", context["title"]))


def imported(notebook):
    """Return the names of the packages that a notebook's cells import, Python's own left out."""
    trees = [ast.parse(cell.source) for cell in Page(notebook).code_cells]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in nodes if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in names} - sys.stdlib_module_names


def needs(notebook, repository, branch):
    """Return what a notebook needs where it is run by itself, in HTML."""
    packages = imported(notebook)
    if packages & OF_THE_SOURCES:
        return "It reads the book&rsquo;s sources, and runs in a copy of them only."
    others = sorted(packages - BROUGHT)
    names = (
        " and ".join(["mlmcore, the book&rsquo;s package,", *others]) if others else "mlmcore, the book&rsquo;s package"
    )
    source = f"mlmcore[figures] @ git+{repository}@{branch}" if repository else ".[figures]"
    command = " ".join(["%pip" if repository else "pip", "install", f'"{source}"', *others])
    where = "in a cell above the others, in Colab too" if repository else "in the folder of the book"
    return f"By itself it needs {names}: <code>{escape(command)}</code>, {where}."


def how_to_get(repository):
    """Return what the first page says of getting the whole book, in HTML."""
    pdf = "In a copy of the book, <code>make pdf</code> prints all of it as one PDF."
    if not repository:
        return pdf
    clone = f"Your copy of the book: <code>git clone {escape(repository)}</code>."
    return f"{clone} {pdf} The rocket above a chapter opens it in Binder or Colab, with nothing on your own machine."


def say_how_to_run(app, pagename, templatename, context, doctree):
    """Under a notebook, say where to download it and what it needs; under the first page, how to get the book."""
    if doctree is None:
        return
    options, source = app.config.html_theme_options, app.env.doc2path(pagename)
    repository, sentences = options["repository_url"], []
    if pagename == app.config.root_doc:
        sentences.append(how_to_get(repository))
    if source.endswith(".ipynb"):
        address = context["pathto"](f"_sources/{context['sourcename']}", 1)
        sentences.append(f'This page is a notebook: <a href="{address}" download>download it</a>.')
        sentences.append(needs(source, repository, options["repository_branch"]))
        for button in (button for group in context["header_buttons"] for button in group.get("buttons", [])):
            if button.get("label") == "download-source-button":
                button["tooltip"] = "Download this notebook; the last lines of the page say what it needs"
    if sentences:
        context["body"] += f'<p class="run">{" ".join(sentences)}</p>'


def write_root(app, problem):
    """Lead from the folder's own address to the first page, and describe it there too: this address is passed on."""
    if problem is None and app.builder.format == "html":
        page, title = app.config.root_doc, app.config.html_title
        address = app.builder.get_target_uri(page)
        page = f"""\
<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8" />
<title>{escape(title)}</title>
<meta http-equiv="Refresh" content="0; url={address}" />{metatags(app, page, title)}\
<p><a href="{address}">{escape(title)}</a></p>
"""
        (Path(app.outdir) / "index.html").write_text(page, encoding="utf-8")


def write_sitemap(app, problem):
    base, built = app.config.html_baseurl, Path(app.outdir)
    if problem is None and app.builder.format == "html" and base:
        addresses = [posixpath.join(base, app.builder.get_target_uri(page)) for page in sorted(app.env.found_docs)]
        sitemap = [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
            *(f"<url><loc>{escape(address)}</loc></url>" for address in addresses),
            "</urlset>",
        ]
        robots = ["User-agent: *", "Allow: /", f"Sitemap: {posixpath.join(base, 'sitemap.xml')}"]
        for name, lines in (("sitemap.xml", sitemap), ("robots.txt", robots)):
            (built / name).write_text("\n".join([*lines, ""]), encoding="utf-8")


def setup(app):
    app.add_config_value("descriptions", {}, "html")
    app.connect("config-inited", set_buttons)
    app.connect("html-page-context", describe)
    app.connect("html-page-context", say_how_to_run, priority=600)  # the theme has made its buttons by then
    app.connect("build-finished", write_root, priority=100)  # the contents' extension then writes no other
    app.connect("build-finished", write_sitemap)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
