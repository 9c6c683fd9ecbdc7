"""How a book writes its mathematics: what cannot be known from LaTeX alone."""

from dataclasses import dataclass, field


@dataclass(frozen=True, eq=False)
class Vocabulary:
    r"""The book's own way of writing.

    functions : what makes a name together with the brackets after it, such as `p` or `\mathrm{Var}`, or a whole name
        with its brackets, such as `c(\lambda)`; any other bracket after a symbol is a factor
    indices : the letters that number things, each with the symbol that counts them: `{"i": "N", "j": "J"}`, children
        before their parents
    parents : what each thing belongs to: `{"i": "j"}` gives a meaning to `j[i]` and to a sum over `i \in j`
    swaps : pairs of symbols that are taken for each other
    omitted : symbols that are left out by mistake
    """

    functions: tuple = ()
    indices: dict = field(default_factory=dict)
    parents: dict = field(default_factory=dict)
    swaps: tuple = ()
    omitted: tuple = ()
