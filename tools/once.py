"""Make a file unless it is newer than what it is made of, one process at a time: a second `make` waits for the first.

python tools/once.py TARGET SOURCE... -- COMMAND...
"""

import fcntl
import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path


def is_new(target, sources):
    return target.exists() and all(target.stat().st_mtime >= Path(source).stat().st_mtime for source in sources)


if __name__ == "__main__":
    end = sys.argv.index("--")
    target, *sources = sys.argv[1:end]
    target = Path(target).resolve()
    name = hashlib.sha256(str(target).encode()).hexdigest()[:16]
    with open(Path(tempfile.gettempdir(), f"making-{name}"), "w") as lock:  # noqa: PTH123 (kept open)
        fcntl.flock(lock, fcntl.LOCK_EX)
        sys.exit(0 if is_new(target, sources) else subprocess.run(sys.argv[end + 1 :], check=False).returncode)
