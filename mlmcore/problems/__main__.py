"""Write a sheet of problems, its key and the same as a quiz for Moodle: python -m mlmcore.problems --seed 7."""

import argparse
from pathlib import Path

from . import key, make_problems, moodle_quiz, sheet


def main():
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(prog="python -m mlmcore.problems", description=__doc__.partition(":")[0] + ".")
    parser.add_argument("--seed", type=int, required=True, help="a whole number >= 0; another one gives other problems")
    parser.add_argument("--number", type=int, default=10, help="how many problems, 1 to 100 (default: 10)")
    parser.add_argument("--folder", type=Path, default=Path(), help="where to write (default: here)")
    arguments = parser.parse_args()
    try:
        problems = make_problems(arguments.seed, arguments.number)
    except ValueError as problem:
        parser.error(str(problem))
    arguments.folder.mkdir(parents=True, exist_ok=True)
    name = f"problems-{arguments.seed}"
    for file, text in {
        f"{name}.md": sheet(problems, f"Problems, seed {arguments.seed}"),
        f"{name}-key.md": key(problems, f"Key to the problems, seed {arguments.seed}"),
        f"{name}-moodle.xml": moodle_quiz(problems, name),
    }.items():
        path = arguments.folder / file
        path.write_text(text, encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main()
