"""Build the book beside the one that stands, put it in its place, and note in it what it was built from.

python tools/build_book.py STAMP SOURCE...
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from built_book import HTML, note

if __name__ == "__main__":
    stamp, *sources = map(Path, sys.argv[1:] or [".built-with-.venv"])
    start, new, old = time.time(), HTML.parent / "new", HTML.parent / "old"
    shutil.rmtree(new, ignore_errors=True)  # from nothing: seconds, and no page that has left the contents stays behind
    command = [Path(sys.executable).with_name("jupyter-book"), "build", ".", "-W", "-n", "--keep-going", "--quiet"]
    told = subprocess.run([*command, "--path-output", new], stdout=subprocess.PIPE, text=True, check=False)
    if told.returncode:
        sys.exit(told.stdout)
    built = new / "_build" / "html"
    (built / stamp.name).write_text(note(sources), encoding="utf-8")
    os.utime(built / stamp.name, (start, start))  # what changed since then is not in it
    shutil.rmtree(old, ignore_errors=True)
    if HTML.exists():
        HTML.rename(old)
    built.rename(HTML)
    shutil.rmtree(old, ignore_errors=True)
    shutil.rmtree(new)
