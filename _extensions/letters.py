"""Formulas in letters, for places that cannot show mathematics: α̂_j, σ²/n_j."""

import re

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def fraction(node, l2tobj):
    """Return a fraction on one line, its parts in parentheses where they are more than one thing."""
    parts = [l2tobj.nodelist_to_text([part]).strip() for part in node.nodeargd.argnlist]
    return "/".join(f"({part})" if re.search(r"[ +/-]", part) else part for part in parts)


SPECS = get_default_latex_context_db()
SPECS.add_context_category("ours", prepend=True, macros=[MacroTextSpec("frac", simplify_repl=fraction)])
CONVERTER = LatexNodes2Text(math_mode="text", latex_context=SPECS)


def in_letters(latex):
    """Return an inline formula, with the marks that enclose it or without, as a line of letters."""
    text = CONVERTER.latex_to_text(latex.strip().removeprefix(r"\(").removesuffix(r"\)"))
    text = re.sub(r"\^(\d)", lambda power: power[1].translate(RAISED), text)
    return re.sub(r" ?([=∼<>≤≥|]) ?", r" \1 ", " ".join(text.split()))
