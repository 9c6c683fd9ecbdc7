"""Change the package in every small way, one at a time, and see that a test fails each time.

Prints how many changes (mutants) the tests notice. Those that no test can notice are explained in tests/mutants.md, by
the function they stand in and the words of it that they change, wherever its lines break; any other that goes unnoticed
is printed, and the exit status is 1.

    python tools/mutants.py                     # the whole package
    python tools/mutants.py 'mlmcore.pooling*'  # one module, by mutmut's names
"""

import re
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path
from tokenize import COMMENT, generate_tokens

import libcst
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant, read_functions_from_index
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files
from mutmut.utils.format_utils import get_module_from_key, orig_function_and_class_names_from_key

EXPLANATIONS = Path("tests/mutants.md")
CHANGE = re.compile(r"(`[^`]+`|nothing)\s→\s(`[^`]+`|nothing)")


def explained():
    """Return the changes that the explanations name: function, words before, words after."""
    _, *parts = re.split(r"^## (\S+)\n", EXPLANATIONS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    sections = zip(parts[::2], parts[1::2], strict=True)
    return {bare(function, *change) for function, text in sections for change in CHANGE.findall(text)}


def bare(*change):
    """Return a change without the spaces and quotes that make it readable."""
    return tuple(re.sub(r"[`\s]", "", words) for words in change)


def results(names):
    """Yield each mutant that was tried: its name, its file and whether the tests noticed it."""
    shutil.rmtree("mutants", ignore_errors=True)  # a verdict of other tests or another package would be kept
    subprocess.run([sys.executable, "-m", "mutmut", "run", *names], check=True, stdout=subprocess.DEVNULL)
    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        for mutant, code in data.exit_code_by_key.items():
            if code is not None:
                yield mutant, path, status_by_exit_code[code] in ("killed", "timeout")


def function_of(mutant):
    """Return the name of the mutant's function, as in mlmcore.groups.GroupSummary.gamma."""
    name, of_class = orig_function_and_class_names_from_key(mutant)
    return ".".join(filter(None, (get_module_from_key(mutant), of_class, name)))


def change_of(mutant, path):
    """Return the function, and the words that the mutant has taken out of it and put there instead."""
    before, after = map(words, read_functions_from_index(mutant, path))
    while before and after and before[0] == after[0]:
        del before[0], after[0]
    while before and after and before[-1] == after[-1]:
        del before[-1], after[-1]
    return function_of(mutant), *(f"`{' '.join(left)}`" if left else "nothing" for left in (before, after))


def words(function):
    """Return a function's tokens, without comments, ends of lines and commas that close a list."""
    tokens = generate_tokens(StringIO(libcst.Module([function]).code).readline)
    found = [token.string for token in tokens if token.type != COMMENT and token.string.strip()]
    return [word for word, after in zip(found, [*found[1:], ""], strict=True) if word != "," or after not in {*")]}"}]


if __name__ == "__main__":
    tried, reasons = list(results(sys.argv[1:])), explained()
    unnoticed = [(mutant, path, change_of(mutant, path)) for mutant, path, noticed in tried if not noticed]
    new = [(mutant, path, change) for mutant, path, change in unnoticed if bare(*change) not in reasons]
    for mutant, path, (function, before, after) in new:
        print(f"not noticed in {function}: {before} → {after}")
        print(get_diff_for_mutant(mutant, path=path), "\n")
    functions = {function_of(mutant) for mutant, *_ in tried}
    for function, before, after in sorted(reasons - {bare(*change) for *_, change in unnoticed}):
        if function in functions or not sys.argv[1:]:
            print(f"explained in {EXPLANATIONS}, but noticed or gone, in {function}: {before} → {after}")
    killed = len(tried) - len(unnoticed)
    print(f"{killed} of {len(tried)} mutants killed ({killed / len(tried):.1%}); ", end="")
    print(f"{len(unnoticed) - len(new)} of the others explained, {len(new)} not")
    sys.exit(bool(new))
