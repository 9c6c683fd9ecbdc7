"""What `summarize_table` costs in DuckDB, beside the engine's own GROUP BY, on Parquet files and with little memory."""

import argparse
import resource
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np

import mlmcore as mlm

NAMES = {"y": "y", "group": "g", "x": "x"}
MADE = """
COPY (
    SELECT g, x, 1.5 - 0.7 * x + sqrt(12) * (
        0.3 * ((hash(g) % 1000003) / 1000003 - 0.5) + 0.8 * (random() - 0.5)) AS y
    FROM (SELECT CAST(floor(random() * {J}) AS BIGINT) AS g, random() AS x FROM range({N}))
) TO '{path}' (FORMAT parquet)
"""
PLAIN = "SELECT g, count(*) AS n, avg(y) AS a, avg(x) AS b FROM rows GROUP BY g"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--max-n", type=float, default=2e7, help="rows of the largest table (2e8: 4 GB on disk)")
    parser.add_argument("--groups", type=float, default=1e6, help="groups in it, at most a tenth of its rows")
    parser.add_argument("--memory", default="1GB", help="DuckDB's limit")
    options = parser.parse_args()
    print(f"DuckDB {duckdb.__version__}, {options.memory}\n")
    print(f"{'rows':>12} {'groups':>11} {'plain s':>8} {'groups s':>9} {'x plain':>8} {'sizes s':>8} {'x plain':>8} "
          f"{'to Parquet s':>12} {'in memory s':>11} {'driver MB':>9}")  # fmt: skip
    for N in (10.0**k for k in range(6, 12)):
        N = int(min(N, options.max_n))
        with tempfile.TemporaryDirectory() as folder:
            row(Path(folder), N, int(min(options.groups, N / 10)), options.memory)
        if options.max_n <= N:
            break


def row(folder, N, J, memory):
    """Print one line of the table."""
    engine = duckdb.connect(config={"memory_limit": memory, "temp_directory": str(folder / "spill")})
    path = folder / "rows.parquet"
    engine.sql(MADE.format(N=N, J=J, path=path))
    rows = engine.read_parquet(str(path))
    engine.register("rows", rows)
    plain, _ = least(lambda: engine.sql(f"SELECT count(*), sum(n), sum(a), sum(b) FROM ({PLAIN})").fetchall())
    sizes, summary = least(lambda: mlm.summarize_table(rows, **NAMES, groups=False))
    fit = mlm.fit(summary)
    written, _ = least(
        lambda: mlm.estimates_table(rows, fit, y="y", group="g").write_parquet(str(folder / "out.parquet")), 1
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with_groups, whole = least(lambda: mlm.summarize_table(rows, **NAMES)) if J <= 10**6 else (np.nan, None)
    assert whole is None or abs(mlm.fit(whole).tau / fit.tau - 1) < 1e-9
    memory_s = np.nan
    if N <= 10**7:
        table = rows.fetchnumpy()
        memory_s, _ = least(lambda: mlm.summarize(mlm.GroupedData.from_table(table, **NAMES)))
    print(f"{N:12,} {J:11,} {plain:8.2f} {with_groups:9.2f} {with_groups / plain:8.2f} {sizes:8.2f} "
          f"{sizes / plain:8.2f} {written:12.2f} {memory_s:11.2f} {peak:9.0f}", flush=True)  # fmt: skip
    engine.close()


def least(run, repeats=3):
    """Return the fewest seconds of some runs, and the last result."""
    seconds, result = [], None
    for _ in range(repeats):
        begin = time.perf_counter()
        result = run()
        seconds.append(time.perf_counter() - begin)
    return min(seconds), result


if __name__ == "__main__":
    main()
