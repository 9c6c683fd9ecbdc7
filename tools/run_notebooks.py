"""Run chapters again and store their outputs in place, so that a second run changes nothing: all, or those named."""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

CHAPTERS = Path(__file__).resolve().parent.parent / "chapters"
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def run(path):
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, record_timing=False, coalesce_streams=True, resources={"metadata": {"path": str(path.parent)}}
    )
    client.execute()
    notebook.metadata = METADATA  # versions of Python and of the kernel would differ from machine to machine
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    nbformat.write(notebook, path)


if __name__ == "__main__":
    os.environ["MLMCORE_STORE_ANSWERS"] = "yes"  # the solutions of the exercises, see mlmcore/exercises.py
    for path in [CHAPTERS / f"{page}.ipynb" for page in sys.argv[1:]] or sorted(CHAPTERS.glob("*.ipynb")):
        print(path.name, flush=True)
        run(path)
