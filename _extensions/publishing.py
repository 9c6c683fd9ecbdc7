"""What search engines and those who pass a link on are told of the pages, and what comes of the book's addresses.

Every page of the contents is described by the words that `_config.yml` has for it. Its `html: baseurl:`, once set,
gives the pages their addresses, a picture, and the list of them; its `repository: url:` the buttons that open a
notebook elsewhere. Until then nothing names an address and there is no such button.
"""

import posixpath
import re
from html import escape
from pathlib import Path

CARD = {"address": "_static/card.png", "width": "1200", "height": "630"}  # as tools/draw_logo.py draws it
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


def say_what_colab_needs(app, pagename, templatename, context, doctree):
    """Under a notebook that can be opened in Colab, say what to run first: Colab has the notebook, not the package."""
    options = app.config.html_theme_options
    is_notebook = doctree is not None and app.env.doc2path(pagename).endswith(".ipynb")
    if is_notebook and options["launch_buttons"].get("colab_url"):
        package = f"mlmcore[figures] @ git+{options['repository_url']}@{options['repository_branch']}"
        context["body"] += (
            f'<p class="colab">In Colab, run this first, in a cell above the others: '
            f'<code>%pip install "{escape(package)}"</code></p>'
        )


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
    app.connect("html-page-context", say_what_colab_needs)
    app.connect("build-finished", write_root, priority=100)  # the contents' extension then writes no other
    app.connect("build-finished", write_sitemap)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
