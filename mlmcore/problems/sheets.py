"""The problems on a sheet, and their key, as Markdown with mathematics between dollar signs."""

from collections.abc import Sequence

from .problem import LETTERS, Choice, Number, Problem
from .words import STEP

TERMS = "From the book *Drawn at random, estimated as an average*; CC BY 4.0."
HEAD = (
    "Observation $i$ is of group $j[i]$: $y_i \\sim N(\\alpha_{j[i]},\\ \\sigma^2)$ and "
    "$\\alpha_j \\sim N(\\mu,\\ \\tau^2)$. $\\gamma_j$ is the own mean of group $j$, over its $n_j$ observations, and "
    "$\\hat\\alpha_j = w_j\\,\\gamma_j + (1 - w_j)\\,\\mu$ its estimate, with the weight $w_j$ on the data. Scales are "
    "standard deviations. Stars say how hard a problem is. Keep four digits on the way to an answer."
)
LABELS = (
    "Labels such as `eq-weight` are those of the book's equations: on a chapter's page, the address of this one ends "
    "with `#equation-eq-weight`."
)


def sheet(problems: Sequence[Problem], title: str = "Problems") -> str:
    """Set problems on a sheet, without their answers.

    Parameters
    ----------
    problems : sequence of Problem
        What `make_problems` returns.
    title : str
        The heading.

    Returns
    -------
    str
        Markdown, with mathematics between dollar signs.

    Raises
    ------
    ValueError
        If there are no problems.

    Examples
    --------
    >>> from mlmcore.problems import make_problems
    >>> print(sheet(make_problems(7, 1)).splitlines()[0])
    # Problems
    """
    _some(problems)
    parts = [f"# {title}", TERMS, HEAD]
    for number, problem in enumerate(problems, start=1):
        parts += [heading(number, problem), problem.text]
        if isinstance(problem.answer, Choice):
            parts.append("\n".join(f"- ({letter}) {option}" for letter, option in lettered(problem.answer)))
    return STEP.join(parts) + "\n"


def key(problems: Sequence[Problem], title: str = "Key") -> str:
    """Set the answers to problems, with the steps that lead to each and the mistakes that lead elsewhere.

    Parameters
    ----------
    problems : sequence of Problem
        What `make_problems` returns.
    title : str
        The heading.

    Returns
    -------
    str
        Markdown, with mathematics between dollar signs. It names the book's equations by chapter and label.

    Raises
    ------
    ValueError
        If there are no problems.

    Examples
    --------
    >>> from mlmcore.problems import make_problems
    >>> print(key(make_problems(7, 1)).splitlines()[0])
    # Key
    """
    _some(problems)
    parts = [f"# {title}", TERMS, LABELS]
    for number, problem in enumerate(problems, start=1):
        parts += [heading(number, problem), f"**Answer: {problem.answer}**{accepted(problem.answer)}", problem.steps]
        if isinstance(problem.answer, Number):
            shown = [f"- {value:.{problem.answer.digits}f}: {hint}" for value, hint in problem.answer.traps]
            parts += ["Wrong answers that tell what was done:", "\n".join(shown)]
    return STEP.join(parts) + "\n"


def heading(number, problem):
    """Return a problem's heading: what is asked, where, how hard it is, how long it takes, and with what."""
    tools = "paper and a pocket calculator" if problem.paper else "a computer, or a table of the normal distribution"
    stars = "★" * problem.level
    title = f"## {number}. {problem.kind.capitalize()}: {problem.place} {stars}"
    return f"{title}{STEP}*About {problem.minutes} minutes; {tools}.*"


def lettered(choice):
    """Return a choice's options with their letters."""
    return zip(LETTERS, choice.options, strict=False)


def accepted(answer):
    """Say how far an accepted answer may be off."""
    if isinstance(answer, Number) and answer.tolerance:
        return f" (accepted within {answer.tolerance:.{answer.digits}f})"
    return ""


def _some(problems):
    if not problems:
        raise ValueError("problems: must be at least one; got none")
