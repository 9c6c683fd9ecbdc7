"""Run the code that the page "In other software" prints, and store beside the page what it finds."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

HOME = Path(__file__).resolve().parent.parent
PAGE, STORED = (HOME / "chapters" / f"other-software.{end}" for end in ("ipynb", "json"))
CARS = HOME / "mlmcore/datasets/cars.csv"

TAB = re.compile(r"^:::\{tab-item\} (.+?)$(.*?)^:::$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NOT_RUN = "*Not run here"  # so the page says it of code that could not be tried

# What runs after a tab's code: it prints the names that the code has left, one a line, their numbers as JSON.
NAMES = "mu", "beta", "se", "sigma", "tau", "alpha", "alpha_sd", "tau_interval"
AFTER = {
    "r": f"""
found <- function(name, x) cat("\\n", name, " [", paste(x, collapse = ", "), "]", sep = "")
found("version", dQuote(packageVersion("PACKAGE"), FALSE))
for (name in intersect(c{NAMES}, ls())) {{
  x <- get(name)
  if (name == "alpha") {{
    if (is.data.frame(x)) x <- setNames(x[[1]], rownames(x))
    found("groups", dQuote(names(x), FALSE))
  }}
  found(name, sprintf("%.12g", unlist(x)))
}}
""",
    "python": f"""
import importlib.metadata, json
import numpy as np
print("version", json.dumps([importlib.metadata.version("PACKAGE")]))
print("groups", json.dumps(list(alpha.keys())))
for name in set({NAMES}) & set(globals()):
    x = globals()[name]
    print(name, json.dumps(np.ravel(list(x.values()) if isinstance(x, dict) else x).tolist()))
""",
}
RUNS = {"r": ["Rscript"], "python": [HOME / "benchmarks/.venv/bin/python"]}


def tabs():
    """Return from each tab's name to its code: pairs of language and text, none where it is not run."""
    cells = json.loads(PAGE.read_text())["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return {name: [] if NOT_RUN in tab else CODE.findall(tab) for name, tab in TAB.findall(text)}


def run(name, parts):
    """Run a tab's code beside cars.csv; return the numbers it leaves, by name, groups in `mlmcore`'s order."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "cars.csv").write_bytes(CARS.read_bytes())
        for language, code in parts:
            if language not in RUNS:
                (folder / f"model.{language}").write_text(code)
                continue
            package = "pystan" if name == "Stan" else name if language == "r" else name.lower()
            (folder / "code").write_text(code + AFTER[language].replace("PACKAGE", package))
            done = subprocess.run([*RUNS[language], "code"], cwd=folder, capture_output=True, text=True, check=False)
            if done.returncode:
                raise RuntimeError(f"{name}: its code ends with an error:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    lines = (line.partition(" ")[::2] for line in done.stdout.splitlines())
    found = {key: json.loads(value) for key, value in lines if key in {"version", "groups", *NAMES}}
    with CARS.open() as table:
        cars = sorted({row["car"] for row in csv.DictReader(table)})
    places = [found["groups"].index(car) for car in cars]
    for key in {"alpha", "alpha_sd"} & set(found):
        found[key] = [found[key][place] for place in places]
    numbers = {key: [float(f"{number:.6g}") for number in found[key]] for key in NAMES if key in found}
    return {"version": found["version"][0]} | numbers


if __name__ == "__main__":
    names = sys.argv[1:] or [name for name, parts in tabs().items() if parts]
    stored = json.loads(STORED.read_text()) if STORED.exists() else {}
    for name in names:
        print(name, flush=True)
        stored[name] = run(name, tabs()[name])
    lines = [f"{json.dumps(name)}: {json.dumps(stored[name])}" for name, parts in tabs().items() if parts]
    STORED.write_text("{\n" + ",\n".join(lines) + "\n}\n")
