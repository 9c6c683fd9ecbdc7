"""The built book: complete in itself, and whole. `make test` builds it before these tests run."""

import re
from urllib.parse import unquote, urlsplit

import pytest
from built_book import HTML, PAGES, drawings
from fontTools.ttLib import TTFont

from meanings import BOOK

LOADS = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "video": "src"}

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)


def test_every_page_of_the_contents_was_built():
    assert {page.stem for page in HTML.glob("chapters/*.html")} == {page.name for page in BOOK.pages}


def test_no_reader_meets_what_holds_the_sentences():
    texts = [*HTML.glob("**/*.html"), HTML / "_static" / "search-sections.js"]
    assert not [path for path in texts if re.search(r"<!-- held|# held|\btest_\w+", path.read_text(encoding="utf-8"))]


@each_page
def test_a_page_loads_nothing_from_another_host(page, parsed):
    loaded = [tag for tag in parsed(page).select(",".join(LOADS)) if tag.get("rel") != ["canonical"]]
    addresses = [tag.get(LOADS[tag.name]) or "" for tag in loaded]
    assert len(addresses) > 10
    assert not [address for address in addresses if urlsplit(address).scheme not in ("", "data") or address[:2] == "//"]
    assert not [script for script in parsed(page).select("script") if "http" in script.text]


def test_no_style_sheet_loads_from_another_host():
    sheets = list(HTML.glob("_static/**/*.css"))
    assert len(sheets) > 4
    for sheet in sheets:
        assert not re.findall(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//", sheet.read_text()), sheet.name


@each_page
def test_every_internal_link_and_file_exists(page, parsed):
    addresses = [tag.get("href") or tag.get("src") for tag in parsed(page).select("[href], [src]")]
    addresses += re.findall(r'\s(?:xlink:)?href="([^"]*)"', drawings(parsed(page)))
    internal = [urlsplit(a) for a in addresses if a and not urlsplit(a).scheme and not a.startswith("#")]
    assert len(internal) > 10
    for address in internal:
        target = (page.parent / unquote(address.path)).resolve()
        assert target.exists(), address.path
        if address.fragment and target.suffix == ".html":
            assert parsed(target).find(id=address.fragment), address.geturl()


@each_page
def test_only_a_page_with_a_chart_loads_what_draws_it(page, parsed):
    loaded = parsed(page).select("script[src*='charts.js']")
    assert len(loaded) == bool(parsed(page).select(".chart"))


@each_page
def test_every_image_has_its_text_alternative_and_the_logo_leaves_that_to_the_title_beside_it(page, parsed):
    images = parsed(page).select("img:not([src*='/images/'])")
    logos = [image for image in images if "logo__image" in image.get("class", [])]
    beside = parsed(page).select(".logo__title")
    assert len(logos) == 2  # one for each theme
    assert all((logo["alt"] == "") == bool(beside) for logo in logos)
    assert all(len(image.get("alt", "")) > 100 for image in images if image not in logos)
    drawings = parsed(page).select("svg.picture")
    assert all(svg["role"] == "img" and len(svg["aria-label"]) > 100 for svg in drawings)
    assert len(parsed(page).select("svg.wide")) == len(parsed(page).select("svg.narrow")) == len(drawings) / 2


def test_the_icon_fonts_were_cut_to_the_icons_shown_and_have_them_all(parsed):
    fonts = list(HTML.glob("_static/vendor/fontawesome/webfonts/*.woff2"))
    drawn = {chr(code) for font in fonts for code in TTFont(font).getBestCmap()}
    assert len(drawn) < 100
    sheets = "".join(sheet.read_text() for sheet in HTML.glob("_static/**/*.css"))
    rules = re.findall(r"((?:\.fa-[\w-]+:before,?)+){content:\"\\([ef]\w{3})\"}", sheets)
    shown = {chr(int(code, 16)) for _, code in rules} | set(re.findall("[\ue000-\uf8ff]", sheets))
    assert shown <= drawn
    classes = [tag["class"] for page in PAGES for tag in parsed(page).select("[class*='fa-']")]
    named = {name for names in classes for name in names if name.startswith("fa-")} - {"fa-solid", "fa-lg"}
    assert len(named) > 8
    assert named <= {name for names, _ in rules for name in re.findall(r"fa-[\w-]+", names)}


def test_no_page_has_a_sign_twice(parsed):
    for page in HTML.glob("chapters/*.html"):
        for paragraph in parsed(page).select("article p"):
            assert not re.search(r",,|\.\.(?!\.)|;;|,\.", paragraph.text.replace("...", "")), paragraph.text
