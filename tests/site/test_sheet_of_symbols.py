"""The sheet of symbols is one sheet of paper."""

import pypdfium2
import pytest
from built_book import HTML


@pytest.mark.browser
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_all_symbols_print_on_one_sheet(visit, paper):
    with visit((HTML / "chapters" / "symbols.html").as_uri()) as page:
        last = page.locator("article tbody tr").last.inner_text().split("\t")[1]
        with pypdfium2.PdfDocument(page.pdf(format=paper)) as sheet:
            assert len(sheet) == 1
            assert " ".join(last.split()) in " ".join(sheet[0].get_textpage().get_text_bounded().split())
