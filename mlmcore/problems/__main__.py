"""Write a sheet of problems, its key and the same as a quiz for Moodle: python -m mlmcore.problems --seed 7."""

import argparse
from pathlib import Path

from . import key, make_problems, moodle_quiz, sheet


def command_line(prog, folder):
    """Return a parser of the arguments: seed, number and the folder to write to."""
    parser = argparse.ArgumentParser(prog=prog, description=__doc__.partition(":")[0] + ".")
    parser.add_argument("--seed", type=int, required=True, help="a whole number >= 0; another one gives other problems")
    parser.add_argument("--number", type=int, default=10, help="how many problems, 1 to 100 (default: 10)")
    parser.add_argument("--folder", type=Path, default=folder, help=f"where to write (default: {folder})")
    return parser


def write(problems, seed, folder):
    """Write sheet, key and quiz; return their paths, by what they are."""
    name = f"problems-{seed}"
    texts = {
        "sheet": (f"{name}.md", sheet(problems, f"Problems, seed {seed}")),
        "key": (f"{name}-key.md", key(problems, f"Key to the problems, seed {seed}")),
        "moodle": (f"{name}-moodle.xml", moodle_quiz(problems, name)),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in texts.values():
        (folder / file).write_text(text, encoding="utf-8")
    return {what: folder / file for what, (file, _) in texts.items()}


def main():
    """Read the command line and write the files."""
    parser = command_line("python -m mlmcore.problems", Path())
    arguments = parser.parse_args()
    try:
        problems = make_problems(arguments.seed, arguments.number)
    except ValueError as problem:
        parser.error(str(problem))
    print(*write(problems, arguments.seed, arguments.folder).values(), sep="\n")


if __name__ == "__main__":
    main()
