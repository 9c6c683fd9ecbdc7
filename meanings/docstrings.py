r"""The formulas in the package's docstrings, which the reference prints: the same names, in plain letters.

`alphahat_j = w_j gamma_j + (1 - w_j) mu` becomes `\hat\alpha_j = w_j \gamma_j + (1 - w_j) \mu`, and must hold as the
equation whose label the docstring names.
"""

import inspect
import re
from typing import NamedTuple

import mlmcore
from texproof import Equation

PLAIN = [
    (r"\bd2(\w)/d(\w+)_j2", r"\\frac{\\partial^2 \1}{\\partial \2_j^2}"),
    (r"\bd(\w)/d(\w+)", r"\\frac{\\partial \1}{\\partial \2}"),
    (r"sum_\{i in j\}", r"\\sum_{i \\in j}"),
    (r"sum_i", r"\\sum_{i=1}^{N}"),
    (r"sum_j", r"\\sum_{j=1}^{J}"),
    (r"_j\[i\]", r"_{j[i]}"),
    (r"^sd_j", r"\\mathrm{sd}(alpha_j | y, beta, mu, sigma, tau)"),
    (r"sqrt\((.*)\)", r"\\sqrt{\1}"),
    (r"alphahat", r"\\hat\\alpha"),
    (r"([a-z])bar(?=_)", r"\\bar \1"),
    (r"(?<![\\a-zA-Z])(alpha|beta|gamma|lambda|mu|nu|pi|sigma|tau|Theta|log)(?![a-zA-Z])", r"\\\1"),
    (r" \| ", r" \\mid "),
]


class Formula(NamedTuple):
    """A formula of a docstring in LaTeX, and the labels that the docstring names."""

    equation: Equation
    labels: tuple


def latex_of(text):
    for pattern, replacement in PLAIN:
        text = re.sub(pattern, replacement, text)
    return text


def documented():
    """Return every public function, and every public method of a public class."""
    public = [getattr(mlmcore, name) for name in mlmcore.__all__]
    methods = [method for item in public if inspect.isclass(item) for method in vars(item).values()]
    return public + [method for method in methods if inspect.isfunction(method) and method.__name__[0] != "_"]


def formulas():
    """Yield the formulas in the docstrings, each a paragraph of its own above the parameters."""
    for item in documented():
        text = inspect.getdoc(item) or ""
        labels = tuple(re.findall(r"`(eq-[a-z-]+)`", text))
        for paragraph in map(str.strip, text.split("\nParameters\n")[0].split("\n\n")[1:]):
            if re.match(r"\S[^.:]* = ", paragraph) and not paragraph.endswith("."):
                yield Formula(Equation(item.__qualname__, None, latex_of(paragraph)), labels)
