r"""The grammar of an equation's side: sums, products, fractions, powers, roots and functions of numbers and names.

What could be read in two ways, such as `1/2\sigma`, is not read. A sum goes on to the next plus or minus; a function
without brackets, as in `\log 2\pi`, goes on to the next bracket, sum, function or sign.
"""

from lark import Lark, Transformer

FUNCTIONS = ("exp", "log", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh")  # as in numpy
GRAMMAR = rf"""
?start: sum
?sum: "+"? term | "-" term -> minus | sum "+" term -> plus | sum "-" term -> less
?term: product | product "/" divisor -> over | total | product "\\cdot"? total -> times
?divisor: power | total
total: SUM term
?product: factor | product "\\cdot"? factor -> times
?factor: power | FUNCTION argument -> function | "\\log_" base argument -> logarithm
?argument: bare | "(" sum ")"
?bare: bare_power | bare bare_power -> times
?bare_power: bare_atom | bare_atom "^" exponent -> power
?power: atom | atom "^" exponent -> power
?atom: bare_atom | "(" sum ")"
?bare_atom: NUMBER | NAME | "\\frac" group group -> over | root
root: "\\sqrt" group | "\\sqrt[" sum "]" group -> root_of_order
?group: "{{" sum "}}"
?exponent: group | DIGIT | NAME
?base: group | DIGIT
FUNCTION: /\\(ln|{"|".join(FUNCTIONS)})(?![a-zA-Z_])/
NUMBER: /\d+(\.\d+)?/
DIGIT: /\d/
%ignore " "
"""
IN_PYTHON = {
    "minus": "(-{})",
    "plus": "({} + {})",
    "less": "({} - {})",
    "times": "({} * {})",
    "over": "({} / {})",
    "power": "{} ** {}",
    "root": "np.sqrt({})",
    "root_of_order": "({1} ** (1 / {0}))",
    "function": "np.{}({})",
    "logarithm": "(np.log({1}) / np.log({0}))",
}


def parser(name, total):
    """Return a parser of one book's equations, given patterns of its names and of the sums that it writes."""
    name, total = (pattern.replace("/", r"\/") for pattern in (name, total))
    return Lark(f"{GRAMMAR}NAME.1: /{name}/\nSUM.1: /{total}/\n", parser="lalr")


class Python(Transformer):
    """Writes as Python what the grammar finds.

    term : function (printed name) -> its Python
    total : function (printed sum) -> its index, how often it is counted, and a factor or None
    """

    def __init__(self, term, total):
        super().__init__()
        self.NAME, self.SUM = term, total

    def __default__(self, rule, parts, _):
        return IN_PYTHON[rule].format(*parts)

    def NUMBER(self, number):
        return f"{float(number)!r}"

    def FUNCTION(self, name):
        return "log" if name == r"\ln" else name[1:]

    def total(self, parts):
        (index, count, factor), term = parts
        return f"sum({factor}{term} for {index} in range({count}))"
