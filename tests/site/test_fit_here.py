"""The page that fits a reader's table: every number is the package's, every refusal too, and nothing is sent."""

import csv
import io
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from built_book import HTML
from chart_on_page import Chart

from mlmcore import GroupedData, fit, partial_pool
from mlmcore.datasets import load_radon

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
PAGE = (HTML / "chapters" / "fit-here.html").as_uri()
FIT_ALL = """(cases) => Promise.all(cases.map(async ({ text, chosen }) => {
  try {
    return mlm.fit(tables.data(await tables.parse(text, charts.read), chosen));
  } catch (refused) {
    return refused instanceof mlm.Refusal ? refused.message : refused.stack;
  }
}))"""
LABELS = [
    lambda j: j / 4 - 2,
    lambda j: j,
    lambda j: f"group {j}",
    lambda j: f'"{j}", or so; Ä',
    lambda j: f"{j}\n{j}",
]
NUMBERS = {"mu": "mu", "sigma": "sigma", "tau": "tau", "muSe": "mu_se", "beta": "beta", "betaSe": "beta_se"}


@pytest.fixture(scope="module")
def page(visit):
    with visit(PAGE, formulas=False) as opened:
        yield opened
        assert opened.wrong == []


def case(text, y, group, x=(), *, centred=False):
    return {"text": text, "chosen": {"y": y, "group": group, "x": list(x), "centred": centred}}


def as_pandas_reads(text, y, group, x, *, centred, **way):
    """Return the package's data of a table in text, as the page for a reader's own table reads it."""
    table = pd.read_csv(io.StringIO(text.removeprefix("\ufeff")), **way)
    if centred:
        table[x] -= table[x].mean()
    return GroupedData.from_table(table, y=y, group=group, x=x)


def random_table(rng):
    """Return a table of any shape, level, scale and dialect, as text, and how pandas is told to read it."""
    J, P = int(rng.integers(3, 40)), int(rng.integers(0, 4))
    sizes = rng.integers(1, rng.choice([4, 30]), J)
    sizes[:2] += P + 2
    group = rng.permutation(np.repeat(np.arange(J), sizes))
    x = rng.normal(rng.choice([0, 1e3]), rng.choice([0.01, 1, 50]), (len(group), P)).round(6)
    tau, level, unit = rng.choice([0, 0.1, 1, 10]), rng.choice([0, -3, 1e6]), rng.choice([1e-3, 1, 1e4])
    y = unit * (level + tau * rng.normal(size=J)[group] + x.sum(axis=1) + rng.normal(size=len(group)))
    label = LABELS[rng.integers(len(LABELS))]
    comma = rng.random() < 0.3 and label is not LABELS[0]  # no program writes points and decimal commas
    out = io.StringIO()
    rows = csv.writer(
        out, delimiter=";" if comma else ",\t"[rng.integers(2)], lineterminator=["\n", "\r\n"][rng.integers(2)]
    )
    names = ["y", "the group", *(f"x, {p}" for p in range(P))]
    rows.writerow(names)
    for i, values in enumerate(np.column_stack((y, x)).tolist()):
        first, *rest = (repr(value).replace(".", ",") if comma else repr(value) for value in values)
        rows.writerow([first, label(int(group[i])), *rest])
    text = ["", "\ufeff"][rng.integers(2)] + out.getvalue()
    way = {"sep": rows.dialect.delimiter, "decimal": "," if comma else "."}
    return case(text, names[0], names[1], names[2:], centred=bool(rng.random() < 0.5)), way


def cases():
    reference = ROOT / "tests" / "package" / "reference"
    radon = pd.DataFrame(load_radon()).to_csv(index=False)
    yield "radon", case(radon, "log_radon", "county", ["floor"]), {}
    yield "radon with uranium", case(radon, "log_radon", "county", ["floor", "log_uranium"]), {}
    yield "sleepstudy", case((reference / "sleepstudy.csv").read_text(), "y", "group", ["Days"]), {}
    for name in ("dyestuff", "dyestuff2"):
        yield name, case((reference / f"{name}.csv").read_text(), "y", "group"), {}
    cars = (ROOT / "mlmcore" / "datasets" / "cars.csv").read_text()
    yield "cars", case(cars, "city_mpg", "car", ["litres"], centred=True), {}
    rng = np.random.default_rng(15)
    tie = [999999.9, 1000000.5, 1000000.3, 1000001.1]  # by hand the deviance's slope is 0 at tau = 0
    yield "a tie", case(rows(tie, [*"aabb"], names="y,group"), "y", "group"), {}
    far = 1e9 * (-1.0) ** np.arange(600) + 0.01 * rng.normal(size=600)  # the means' rounding shows
    yield "far from 0 on both sides", case(rows(far.tolist(), np.arange(600) % 4, names="y,group"), "y", "group"), {}
    x = 1e4 * (np.arange(20) % 2) + rng.normal(size=20)
    hardly = case(rows(rng.normal(size=20), np.arange(20) % 2, x, names="y,group,x"), "y", "group", ["x"])
    yield "a predictor that hardly varies within two groups", hardly, {}
    for k in range(50):
        yield f"random {k}", *random_table(rng)


def test_every_estimate_is_the_packages(page):
    names, tables, ways = zip(*cases(), strict=True)
    boundaries = 0
    for name, table, way, found in zip(names, tables, ways, page.evaluate(FIT_ALL, tables), strict=True):
        assert isinstance(found, dict), (name, found)
        expected = fit(as_pandas_reads(table["text"], **table["chosen"], **way))
        groups = {column: [group[column] for group in found["groups"]] for column in found["groups"][0]}
        assert list(groups) == list(expected.groups())
        assert groups["label"] == [str(label) for label in expected.labels], name
        for column, values in expected.groups().items():
            if column != "label":
                np.testing.assert_allclose(groups[column], values, rtol=1e-9, err_msg=f"{name}: {column}")
        for theirs, ours in NUMBERS.items():
            np.testing.assert_allclose(found[theirs], getattr(expected, ours), rtol=1e-9, err_msg=f"{name}: {ours}")
        np.testing.assert_allclose(found["logLikelihood"], expected.log_likelihood, rtol=1e-9)
        assert found["atBoundary"] == expected.at_boundary
        boundaries += expected.at_boundary
    assert 5 < boundaries < 30


def rows(*columns, names="y,group,x"):
    """Return a table as text, from its columns."""
    return "\n".join([names, *(",".join(map(str, row)) for row in zip(*columns, strict=True))])


G = [*"aabbccdd"]
Y, X, Z = [1.0, 2.0, 5.0, 7.0, 4.0, 4.5, 3.0, 2.5], [0, 1, 2, 0, 1, 5, 1, 2], [1, 0, 0, 1, 0, 1, 0, 0]
REFUSED = {
    "a missing outcome": (rows([1, "", "NA", 4, 5, 6, 7, 8], G, X), ["x"]),
    "an infinite outcome": (rows([1, 2, 3, 4, "-inf", 6, 7, 8], G, X), ["x"]),
    "an outcome in words": (rows(["about 'two'", *Y[1:]], G, X), ["x"]),
    "an outcome of long words": (rows(["z" * 60, *Y[1:]], G, X), ["x"]),
    "a missing predictor": (rows(Y, G, [1, 2, 3, "", 5, 6, 7, 8]), ["x"]),
    "a predictor in words": (rows(Y, G, ['"say ""yes"", it\'s"', *X[1:]]), ["x"]),
    "a missing group": (rows(Y, ["a", "a", "", "b", "N/A", "c", "d", "d"], X), ["x"]),
    "one group": (rows(Y, ["a"] * 8, X), []),
    "one row in each group": (rows(Y, range(8), X), ["x"]),
    "a predictor that never varies": (rows(Y, G, [3] * 8), ["x"]),
    "a predictor by another": (rows(Y, G, X, [2 * x + 1 for x in X], names="y,group,x,z"), ["x", "z"]),
    "a predictor by two": (
        rows(Y, G, X, Z, [x + z for x, z in zip(X, Z, strict=True)], names="y,group,x,it's,w"),
        ["x", "it's", "w"],
    ),
    "too few rows": (rows([1, 2, 5, 4], [*"aabc"], [0, 1, 2, 4]), ["x"]),
    "too few groups": (rows(Y[:4], G[:4], [0, 0, 1, 1]), ["x"]),
    "groups without scatter": (rows([1, 1, 2, 2, 4, 4, 3, 3], G, X), []),
    "an outcome linear in x": (rows([2 * x + ord(g) for x, g in zip(X, G, strict=True)], G, X), ["x"]),
    "a trend that hides the rest": (
        rows([1e7 * (i // 2) + z for i, z in enumerate(Z)], G, [i // 2 for i in range(8)]),
        ["x"],
    ),
    "an outcome too large to square": (rows([1e200 * y for y in Y], G, X), ["x"]),
    "an outcome wider than a float": (rows([1.7e308 * (-1) ** i for i in range(8)], G, X), ["x"]),
    "a predictor too small to square": (rows(Y, G, [1e-200 * x for x in X]), ["x"]),
    "a name used twice": (rows(Y, G, X, X, names="y,group,x,x"), ["x"]),
    "no rows": ("y,group,x\n", []),
    "no such column": (rows(Y, G, X), [""]),
    "no such column among many": ("y,group," + ",".join("abcdefghijklmnopqrstu") + "\n1,a" + ",1" * 21, ["x"]),
}


def test_what_the_package_refuses_is_refused_in_its_words(page):
    cases = [case(text, "y", "group", x) for text, x in REFUSED.values()]
    for table, found in zip(cases, page.evaluate(FIT_ALL, cases), strict=True):
        frame = pd.read_csv(io.StringIO(table["text"]))
        frame.columns = table["text"].split("\n", 1)[0].split(",")  # pandas would call the second x another name
        chosen = {key: table["chosen"][key] for key in ("y", "group", "x")}
        words, _, row = found.partition(". In the table that is row ")
        with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
            fit(GroupedData.from_table(frame, **chosen))
        if "at index" in words:
            assert int(row.split()[0]) == int(words.partition("at index ")[2].split()[0].rstrip(".")) + 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (" \n\n", "table: must have a first line with the names of its columns; got none"),
        ("y,group\n1,a\n2,a,3\n", "got more in row 2 below the names"),
        ("y,group\n1,a\n2,a\ntwo,b\n", "y: column 'y': must hold numbers only, in equal rows; got text, such as 'two'"),
        ("y;group\n1,5;a\n1.500,2;a\n", "got text, such as '1.500,2'"),
        ("y\tgroup\n1,5\ta\n", "got text, such as '1,5'"),
        ("y,group\n1\n", "group: column 'group': labels must not be missing"),
    ],
)
def test_a_table_that_can_be_misread_is_refused(page, text, words):
    (found,) = page.evaluate(FIT_ALL, [case(text, "y", "group")])
    assert words in found


def test_empty_rows_and_names_are_what_pandas_makes_of_them(page):
    table = page.evaluate("text => tables.parse(text, charts.read)", ',y\r\n1,2\r\n\r\n" a ",\r\n,\r\n')
    assert (table["names"], table["columns"]) == (["Unnamed: 0", "y"], [["1", " a "], ["2", ""]])


def give(page, content):
    """Choose a file that holds these bytes."""
    file = {"name": "own.csv", "mimeType": "text/csv", "buffer": content}
    page.get_by_label("A file with columns").set_input_files(file)


def choose(page, text, *, pasted=False, **chosen):
    """Choose a file with a table, or paste it; then choose its columns and press the button."""
    if pasted:
        page.get_by_label("Or rows").fill(text)
        page.get_by_role("button", name="Take these rows").click()
    else:
        give(page, text.encode())
    page.get_by_text(f"Read {'what was pasted' if pasted else 'own.csv'}: ").wait_for()
    for select in ("y", "group"):
        page.locator(f"#fit-{select}").select_option(chosen.get(select, select))
    for name in chosen.get("x", ()):
        page.get_by_role("checkbox", name=name, exact=True).check()
    page.get_by_role("button", name="Fit", exact=True).click()


SENT = """async () => {
  const refused = [];
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => refused.push(effectiveDirective));
  await fetch("https://reader.example/").catch(() => null);
  await new Promise((done) => Object.assign(new Image(), { onerror: done, src: "https://reader.example/a.png" }));
  const script = Object.assign(document.createElement("script"), { src: "https://reader.example/a.js" });
  await new Promise((done) => document.head.append(Object.assign(script, { onerror: done })));
  return refused;
}"""


def test_nothing_is_asked_for_and_the_browser_would_refuse_it(visit, server):
    for address in (PAGE, f"{server}/chapters/fit-here.html"):
        with visit(address, formulas=False) as page:
            page.wait_for_selector(".fit-table td")
            asked = len(page.requests)
            choose(page, rows(Y, G, X), x=["x"])
            page.get_by_text("8 rows in 4 groups").wait_for()
            page.locator("[name=s]").fill("0.7")
            with page.expect_download():
                page.get_by_role("button", name="Download all groups").press("Enter")
            sent = [request.url for request in page.requests[asked:] if not request.url.startswith("blob:")]
            assert sent == [] == page.wrong
            assert page.evaluate(SENT) == ["connect-src", "img-src", "script-src-elem"]


@pytest.fixture(scope="module")
def phone(visit):
    with visit("about:blank", formulas=False, viewport={"width": 360, "height": 800}) as page:
        yield page


@pytest.fixture
def opened(phone):
    """Return the page, fresh; a refusal is no error of its script."""
    phone.wrong.clear()
    phone.emulate_media(color_scheme="light")
    phone.goto(PAGE)
    phone.wait_for_selector(".fit-table td")
    yield phone
    assert phone.wrong == []


def test_the_page_shows_the_cars_at_first_and_then_the_table_that_is_chosen(opened, barriers):
    cars = pd.read_csv(ROOT / "mlmcore" / "datasets" / "cars.csv")
    says, body = opened.get_by_role("status").first, opened.locator(".fit-table tbody tr")
    assert says.text_content().startswith(f"{len(cars)} rows in {cars['car'].nunique()} groups.")
    opened.get_by_role("button", name="Try radon").click()
    expected = fit(GroupedData.from_table(load_radon(), y="log_radon", group="county", x="floor"))
    opened.get_by_text("919 rows in 85 groups").wait_for()
    for name, value in {"μ is": expected.mu, "τ, is": expected.tau, "σ,": expected.sigma}.items():
        assert f"{name} {value:.3f}" in says.text_content()
    assert f"a step of −{-expected.beta[0]:.3f} in log_radon" in says.text_content()
    assert body.count() == 10
    opened.get_by_role("button", name="Show all 85 groups").click()
    assert body.count() == 85
    first = {name: values[0] for name, values in expected.groups().items()}
    assert body.first.inner_text().split()[:2] == ["Aitkin", "4"]
    assert float(body.first.locator("td").nth(3).inner_text()) == round(first["estimate"], 3)
    assert barriers(opened) == ""
    assert opened.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_downloaded_table_has_every_group_and_every_digit(opened, tmp_path):
    groups = ["plain", "a, b", 'so "called"', "two\nlines", "Ä"]
    table = pd.DataFrame({"y": np.arange(15.0) ** 1.5, "group": np.repeat(groups, 3)})
    choose(opened, table.to_csv(index=False))
    opened.get_by_text("15 rows in 5 groups").wait_for()
    with opened.expect_download() as downloaded:
        opened.get_by_role("button", name="Download all groups").press("Enter")
    downloaded.value.save_as(tmp_path / "groups.csv")
    found, expected = pd.read_csv(tmp_path / "groups.csv"), fit(GroupedData.from_table(table, y="y", group="group"))
    assert found["label"].tolist() == expected.labels.tolist()
    for name, values in expected.groups().items():
        if name != "label":
            np.testing.assert_allclose(found[name], values, rtol=1e-9)


def test_the_chart_shows_the_readers_groups_from_no_pooling_to_complete_pooling(opened):
    table = pd.DataFrame({"pay": 1e4 * (np.arange(12.0) % 5 + np.arange(12) // 3 * 2), "team": np.repeat([*"dabc"], 3)})
    choose(opened, table.to_csv(index=False), y="pay", group="team")
    opened.wait_for_selector("figure.fitted > .chart svg[aria-label^='Fan of 4']")
    chart, expected = Chart(opened, "fig-fit-here"), fit(GroupedData.from_table(table, y="pay", group="team"))
    own = expected.groups()["own"]
    for s in (0.5, 0.2, 0, 1):
        chart.move("s", s)
        tau = expected.tau * s / (1 - s) if s < 1 else np.inf
        pooled = partial_pool(own, expected.n, expected.mu, sigma=expected.sigma, tau=tau)
        drawn = sorted(chart.drawn("estimates"), key=lambda row: row["group"])
        np.testing.assert_allclose([row["drawn_y"] for row in drawn], pooled.mean, rtol=1e-9)
    opened.get_by_role("combobox", name="group", exact=True).select_option("a")
    assert opened.locator(".chart [role=status]").text_content().startswith("a, 3 rows, weight 1.00, estimate ")
    assert "group intercept (pay)" in chart.place.locator("svg").text_content()


def test_where_groups_do_not_differ_the_slider_starts_at_zero(opened):
    choose(opened, (ROOT / "tests" / "package" / "reference" / "dyestuff2.csv").read_text())
    opened.get_by_text("τ is at its boundary, 0").wait_for()
    opened.get_by_text("0, the fitted value", exact=True).wait_for()
    chart = Chart(opened, "fig-fit-here")
    assert {row["weight"] for row in chart.drawn("estimates")} == {0}
    chart.move("s", 0.5)
    assert chart.value("tau") == chart.value("sigma")


def test_of_thousands_of_groups_the_chart_draws_some_from_the_lowest_to_the_highest(opened):
    rng = np.random.default_rng(1)
    table = pd.DataFrame({"y": rng.normal(size=4500).round(3), "group": np.arange(4500) % 1500})
    choose(opened, table.to_csv(index=False))
    opened.get_by_text("200 of the 1500 groups").wait_for()
    opened.wait_for_selector("figure.fitted > .chart svg[aria-label^='Fan of 200']")
    drawn = [row["gamma"] for row in Chart(opened, "fig-fit-here").drawn("estimates")]
    own = table.groupby("group")["y"].mean()
    assert len(drawn) == 200
    np.testing.assert_allclose([min(drawn), max(drawn)], [own.min(), own.max()], rtol=1e-9)


def test_a_refusal_stands_beside_its_control_and_is_announced(opened, barriers):
    choose(opened, rows(Y, G, X, [3] * 8, names="y,group,x,z"), pasted=True, x=["z"])
    error, control = opened.locator("#fit-error-x"), opened.locator("#fit-x")
    opened.get_by_text("must vary").wait_for()
    assert error.get_attribute("role") == "alert" and error.inner_text().startswith("x: column 'z'")
    assert control.get_attribute("aria-describedby") == "fit-error-x"
    assert control.get_attribute("aria-invalid") == "true"
    assert opened.evaluate("document.activeElement.value") == "z"
    assert not opened.locator(".fit-result, #fig-fit-here").locator("visible=true").count()
    for scheme in ("light", "dark"):
        opened.emulate_media(color_scheme=scheme)
        opened.wait_for_selector(f"html[data-theme={scheme}]", state="attached")
        assert barriers(opened) == ""
    opened.get_by_role("checkbox", name="z", exact=True).uncheck()
    opened.keyboard.press("Enter")
    opened.get_by_text("8 rows in 4 groups").wait_for()
    assert error.inner_text() == "" and control.get_attribute("aria-invalid") is None


def test_a_name_or_label_never_becomes_markup(opened):
    bad = "<img src=x onerror=alert(1)>"
    choose(opened, rows(Y, [f"{bad}{g}" for g in G], X, names=f"y,group,{bad}"), x=[bad])
    opened.get_by_text("8 rows in 4 groups").wait_for()
    assert opened.locator(".fit-table th[scope=row]").first.inner_text() == f"{bad}a"
    assert opened.locator(".fit-form img, .fit-table img, .fit-says img").count() == 0


def test_without_javascript_the_page_leads_to_python_and_shows_no_form(browser):
    page = browser.new_page(java_script_enabled=False)
    page.goto(PAGE)
    assert page.get_by_text("without JavaScript there is no form below").is_visible()
    assert not page.locator(".fit-form, .fit-result").locator("visible=true").count()
    page.close()


def test_a_file_of_an_older_spreadsheet_keeps_its_letters(opened):
    give(opened, "y;Fähre;Größe\r\n".encode("cp1252"))
    opened.get_by_text("Read own.csv: 0 rows and 3 columns").wait_for()
    assert opened.locator("#fit-group option").all_text_contents() == ["choose a column", "y", "Fähre", "Größe"]


def test_a_table_that_is_refused_leaves_nothing_of_the_one_before(opened):
    give(opened, b"y,group\n1,a\n2,a,3\n")
    opened.get_by_text("got more in row 2 below the names").wait_for()
    assert opened.get_by_role("status").first.text_content() == ""
    assert not opened.locator(".fit-result, #fig-fit-here").locator("visible=true").count()
    opened.get_by_role("button", name="Fit", exact=True).click()
    opened.get_by_text("y: must name a column of the table").wait_for()
    assert opened.locator("#fit-y option").count() == 1
