"""How this book writes."""

from texproof import Vocabulary

VOCABULARY = Vocabulary(
    functions=(
        *("p", "f", "g", "q", "R", "E", r"c(\lambda)", r"d(\lambda)", "f_{2}", "L_{+}", "P_{+}"),
        *(r"\det", r"\mathrm{Cov}", r"\mathrm{Var}", r"\mathrm{sd}"),
    ),
    indices={"i": "N", "j": "J", "k": "J"},
    parents={"i": "j"},
    swaps=((r"\sigma", r"\tau"), (r"\mu", r"\gamma_j")),
    omitted=("n_j",),
)
