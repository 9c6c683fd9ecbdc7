"""Try every mutation of every claim, print killed / total and each survivor, and store the report.

Run it from `tests`: python -m equations. It fails if a mutation survives that the register does not explain.
"""

import json
import sys

from .report import REPORT, full_report


def main():
    report = full_report()
    for survivor in report["survivors"]:
        print("{equation}: {change} ({place}): {latex}".format(**survivor))
        print("    still true:", survivor["still true"] or "?")
    share = 100 * report["killed"] / report["mutations"]
    print(f"{report['killed']} of {report['mutations']} mutations of {report['claims']} claims killed: {share:.1f} %")
    print(f"({report['unreadable']} of them cannot be read, or name what the book does not have)")
    REPORT.write_text(json.dumps(report, indent=1) + "\n")
    unexplained = [survivor for survivor in report["survivors"] if not survivor["still true"]]
    return f"{len(unexplained)} survivors are not explained in register.py" if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
