"""Search leads to sections, quotes them without LaTeX, and knows the words of the field."""

import importlib.util
import json
import re

import pytest
from built_book import HTML

SECTIONS = HTML / "_static" / "search-sections.js"
SEARCH = (HTML / "search.html").as_uri()
WORDS = {
    "confidence interval": "11-why-it-wins.html#is-it-as-sure-as-it-says",
    "shrinkage": "05-weighted-average.html#the-weight-on-the-data",
    "BLUP": "07-five-roads.html#fifth-road-prediction-without-normality",
    "random effect": "appendix-notation.html#six-warnings",
    "ICC": "03-prior.html#ex-neighbours",
    "empirical Bayes": "03-prior.html#a-population-of-counties",
    "weighted average": "05-weighted-average.html",
    "partial_pool": "appendix-reference.html#mlmcore.partial_pool",
}
# What lies at the middle of the sign, and whether the input's letters begin to the right of it.
SIGN_IS_FREE = """(field) => {
  const sign = field.parentNode.querySelector("i, svg").getBoundingClientRect();
  return field.getBoundingClientRect().left + parseFloat(getComputedStyle(field).paddingLeft) > sign.right;
}"""


@pytest.fixture(scope="module")
def sections():
    first, _, _ = SECTIONS.read_text(encoding="utf-8").partition("\n")
    return json.loads(first.removeprefix("const SECTIONS = ").removesuffix(";"))


def test_every_section_exercise_and_function_is_searched_and_its_address_exists(sections, parsed):
    for path in HTML.glob("chapters/*.html"):
        page = parsed(path)
        places = page.select("article :is(section, div.exercise, dt)[id]:not([id$=-content])")
        listed = {at.partition("#")[2] for at in (s["at"] for s in sections) if at.startswith(f"chapters/{path.name}")}
        assert {place["id"] for place in places} - {page.select_one("article section")["id"]} == listed - {""}
        assert "" in listed


def test_no_text_shows_latex_or_code(sections):
    assert len(sections) > 200
    assert [s["at"] for s in sections if re.search(r"\\[a-z(]|\$|\{|import numpy|>>>", s["text"] + s["title"])] == []


def test_every_word_of_the_field_leads_to_a_place(sections, parsed):
    rows = parsed(HTML / "chapters" / "appendix-notation.html").select("#words-of-the-field tr:has(td)")
    words = {word for section in sections for word in section["words"]}
    assert {row.td.text for row in rows} == words and len(words) > 15


def test_formulas_in_letters():
    spec = importlib.util.spec_from_file_location("letters", HTML.parents[1] / "_extensions" / "letters.py")
    letters = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(letters)
    for latex, expected in {
        r"\(\hat\alpha_j\)": "α̂_j",
        r"\frac{\sigma^2}{\sigma^2 + n_j \tau^2}": "σ²/(σ² + n_j τ²)",
        r"\alpha_j \sim N(\mu, \tau^2)": "α_j ∼ N(μ, τ²)",
        r"\bar y_{\mathrm{all}}": "y̅_all",
    }.items():
        assert letters.in_letters(latex) == expected


@pytest.mark.browser
@pytest.mark.parametrize("query", WORDS)
def test_who_knows_a_word_finds_where_to_read(open_pages, query):
    page = open_pages.open("search", f"{SEARCH}?q={query.replace(' ', '+')}")
    addresses = page.locator("ul.search a").evaluate_all("(links) => links.map((link) => link.href)")
    assert f"chapters/{WORDS[query]}" in [address.partition("/html/")[2] for address in addresses[:3]]
    assert page.locator("ul.search mark").count() > 2
    assert page.wrong == []


@pytest.mark.browser
def test_search_opens_by_keys_and_a_hit_leads_to_its_section_with_no_marks_left(visit, barriers):
    with visit((HTML / "chapters" / "08-tau.html").as_uri(), formulas=False) as page:
        page.keyboard.press("Control+k")
        page.keyboard.type("weight on the data")
        assert barriers(page, "color-contrast", "label") == ""
        assert page.get_by_role("searchbox").evaluate(SIGN_IS_FREE)
        page.keyboard.press("Enter")
        page.wait_for_url("**/search.html?q=weight+on+the+data")
        assert page.get_by_role("searchbox").evaluate(SIGN_IS_FREE)
        page.get_by_role("link", name="5.2. The weight on the data").click()
        page.wait_for_url("**/05-weighted-average.html#the-weight-on-the-data")
        assert page.locator("mark, .highlighted").count() == 0
        assert page.wrong == []


@pytest.mark.browser
def test_results_come_as_one_types_whatever_the_end_of_the_word_and_for_greek_letters_too(visit):
    with visit(SEARCH) as page:
        told, field = page.get_by_role("status"), page.get_by_role("searchbox")
        assert told.inner_text() == ""
        seen = []
        for typed in ("τ", "tau", "regressio", "regression", "zzz"):
            field.fill(typed)
            seen.append(told.inner_text())
        assert seen[0] == seen[1] != "No places have this word" == seen[4]
        assert int(seen[2].split()[0]) >= int(seen[3].split()[0]) > 0
        assert page.url.endswith("?q=zzz")
