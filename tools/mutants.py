"""Change the package in every small way, one at a time, and see that a test fails each time.

Prints how many changes (mutants) the tests notice. Those that no test can notice are explained in tests/mutants.md; any
other that goes unnoticed is printed, and the exit status is 1.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files

EXPLANATIONS = Path("tests/mutants.md")
CHANGE = re.compile(r"(?:^-(?!--).*\n)+(?:^\+.*\n)+", re.MULTILINE)


def unindented(change):
    return re.sub(r"^([-+]) *", r"\1 ", change.strip(), flags=re.MULTILINE)


def explained():
    """Return the changes that the explanations quote, each with its file."""
    _, *parts = re.split(r"^## (\S+)\n", EXPLANATIONS.read_text(), flags=re.MULTILINE)
    files = zip(parts[::2], parts[1::2], strict=True)
    return {(path, unindented(change)) for path, text in files for change in CHANGE.findall(text)}


def results():
    """Yield each mutant's file, its change and whether the tests noticed it."""
    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        for name, code in data.exit_code_by_key.items():
            noticed = status_by_exit_code[code] in ("killed", "timeout")
            change = "" if noticed else CHANGE.search(get_diff_for_mutant(name, path=path) + "\n").group()
            yield str(path), unindented(change), noticed


if __name__ == "__main__":
    shutil.rmtree("mutants", ignore_errors=True)  # a verdict of other tests or another package would be kept
    subprocess.run([sys.executable, "-m", "mutmut", "run", *sys.argv[1:]], check=True, stdout=subprocess.DEVNULL)
    mutants, reasons = list(results()), explained()
    unnoticed = {(path, change) for path, change, noticed in mutants if not noticed}
    killed, total = sum(noticed for *_, noticed in mutants), len(mutants)
    for path, change in sorted(unnoticed - reasons):
        print(f"not noticed: {path}\n{change}\n")
    for path, change in sorted(reasons - unnoticed):
        print(f"explained in {EXPLANATIONS}, but noticed or gone: {path}\n{change}\n")
    print(f"{killed} of {total} mutants killed ({killed / total:.1%}); ", end="")
    print(f"{len(unnoticed & reasons)} changes explained, {len(unnoticed - reasons)} not")
    sys.exit(bool(unnoticed - reasons))
