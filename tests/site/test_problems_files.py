"""`make problems`: sheet and key on paper, and a quiz for Canvas that reads back as what the sheet says."""

import io
import re
import subprocess
import sys
import zipfile
from html import unescape
from xml.etree import ElementTree

import pypdfium2
import pytest
from built_book import HTML
from canvas_quiz import canvas_quiz
from write_problems import opened, write_pdf

from mlmcore.problems import Choice, Number, Problem, Trap, key, make_problems
from mlmcore.problems.__main__ import write
from mlmcore.problems.book import EQUATIONS

needs_chromium = pytest.mark.browser
NAMESPACE = {"q": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"}
CURLED = "\N{RIGHT SINGLE QUOTATION MARK}"  # what text2qti makes of an apostrophe
PROBLEMS = make_problems(7, 16)


def letters(text):
    """Return a text without space, of which a PDF puts in and leaves out some."""
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module", params=["sheet", "key"])
def printed(request, tmp_path_factory):
    """Return what is printed, and the path of its Markdown."""
    return request.param, write(PROBLEMS, 7, tmp_path_factory.mktemp("problems"))[request.param]


@needs_chromium
def test_a_printed_sheet_has_every_word_and_no_formula_as_latex(printed, browser):
    what, path = printed
    pdf = pypdfium2.PdfDocument(write_pdf(browser, what, path))
    text = letters("".join(page.get_textpage().get_text_bounded() for page in pdf))
    assert not re.search(r"[\\$`]|frac|alpha|sigma", text)
    assert all(letters(f"{k}. {p.kind.capitalize()}: {p.place}") in text for k, p in enumerate(PROBLEMS, start=1))
    sentences = re.findall(r"(?<=[.?:] )[^$.?`\n]{25,}[.?]", path.read_text(encoding="utf-8"))
    assert len(sentences) > 15
    assert [sentence for sentence in sentences if letters(sentence)[:20] not in text] == []
    assert all(abs(size - a4) < 1 for page in pdf for size, a4 in zip(page.get_size(), (595, 842), strict=True))
    assert 4 < len(pdf) < 14 and pdf.get_metadata_dict()["Title"].endswith("seed 7")
    assert text.count("Answer:") == (len(PROBLEMS) if what == "key" else 0)


@needs_chromium
@pytest.mark.parametrize("what", ["sheet", "key"])
def test_every_formula_is_set_and_fits_the_paper(what, browser, tmp_path):
    page = opened(browser, what, write(make_problems(1, 80), 1, tmp_path)[what])
    assert page.locator("mjx-container").count() > 250 and page.locator("mjx-merror").count() == 0
    wide = "(all) => all.filter((m) => m.scrollWidth > m.clientWidth + 1).map((m) => m.textContent)"
    assert page.locator("mjx-container[display]").evaluate_all(wide) == []
    page.close()


def test_the_address_of_an_equation_ends_as_the_key_says(parsed):
    assert "ends with `#equation-eq-weight`." in key(PROBLEMS)
    for label, (chapter, _) in EQUATIONS.items():
        (page,) = (HTML / "chapters").glob(f"{chapter:02}-*.html")
        assert parsed(page).find(id=f"equation-{label}"), label


def items(quiz):
    """Return the questions in the zipped quiz."""
    with zipfile.ZipFile(io.BytesIO(quiz)) as archive:
        assert archive.testzip() is None
        manifest = ElementTree.fromstring(archive.read("imsmanifest.xml"))
        files = [element.get("href") for element in manifest.iter() if element.tag.endswith("}file")]
        assert set(files) <= set(archive.namelist())
        return ElementTree.fromstring(archive.read(files[0])).findall(".//q:item", NAMESPACE)


def shown(item, path):
    """Return the HTML in a part of a question."""
    return item.findtext(f"{path}//q:mattext", namespaces=NAMESPACE)


def words(html):
    """Return what HTML says, its formulas as LaTeX."""
    html = re.sub(r'<img class="equation_image" title="(.*?)".*?>', lambda m: f"${m[1]}$", html)
    return unescape(re.sub(r"</?(?:p|code)>", "", html))


def plainly(markdown):
    return markdown.replace("$$", "$").replace("`", "")


@pytest.fixture(scope="module")
def questions():
    return list(zip(PROBLEMS, items(canvas_quiz(PROBLEMS, "Problems")), strict=True))


def test_canvas_shows_every_word_and_formula(questions):
    for problem, item in questions:
        assert letters(words(shown(item, "q:presentation"))).replace(r"\displaystyle", "") == letters(
            plainly(problem.text)
        ).replace("'", CURLED)
        told = letters(words(shown(item, "q:itemfeedback"))).replace(r"\displaystyle", "")
        assert told.startswith(letters(plainly(problem.steps)).replace("'", CURLED))
        assert f"{problem.kind.capitalize()}: {problem.place} {'★' * problem.level}" in item.get("title")


def test_canvas_accepts_a_number_within_its_tolerance_and_tells_typical_mistakes(questions):
    seen = 0
    for problem, item in questions:
        if isinstance(answer := problem.answer, Number):
            ends = [float(item.findtext(f".//q:{name}", namespaces=NAMESPACE)) for name in ("vargte", "varlte")]
            expected = [answer.value - answer.tolerance, answer.value + answer.tolerance]
            assert ends == pytest.approx(expected, abs=1e-4)  # text2qti writes four decimals
            told = words(shown(item, "q:itemfeedback"))
            assert all(f"Not {value:.{answer.digits}f}: " in told for value, _ in answer.traps)
            seen += 1
    assert seen > 10


def test_canvas_counts_the_right_option(questions):
    seen = 0
    for problem, item in questions:
        if isinstance(answer := problem.answer, Choice):
            labels = item.findall(".//q:response_label", NAMESPACE)
            right = item.findtext(".//q:varequal", namespaces=NAMESPACE)
            assert [words(label.findtext(".//q:mattext", namespaces=NAMESPACE)) for label in labels] == list(
                answer.options
            )
            assert [label.get("ident") for label in labels].index(right) == answer.right
            seen += 1
    assert seen == 3


def test_what_markdown_and_html_use_as_marks_reaches_canvas_as_it_is():
    odd = "R&D <b>said</b> *x* _y_ [z](u) #1 {a} 100% a\\b µ $\\tau < \\sigma * a_1$ ends."
    answer = Number(1.5, 1, "", 0.1, (Trap(2.5, odd),))
    (item,) = items(canvas_quiz([Problem("x", "y", odd, answer, odd, {}, 1, 2)], "Odd"))
    assert words(shown(item, "q:presentation")) == odd and "<b>" not in shown(item, "q:presentation")
    assert words(shown(item, "q:itemfeedback")).split("\n") == [odd, f"Not 2.5: {odd}"]


@needs_chromium
def test_make_problems_writes_all_six_files(tmp_path):
    script = HTML.parent.parent / "tools" / "write_problems.py"
    command = [sys.executable, str(script), "--seed", "3", "--number", "2", "--folder", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    ends = [".md", "-key.md", "-moodle.xml", "-canvas.zip", ".pdf", "-key.pdf"]
    assert done.stdout.split() == [str(tmp_path / f"problems-3{end}") for end in ends]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"problems-3{end}" for end in ends)
