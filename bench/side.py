"""One side of one job in a process of its own: ``python -m bench.side JOB SIDE FOLDER`` prints what it cost as JSON.

Peak memory is that of the whole process (resident, the interpreter and every library counted), because half of the
tools keep their data outside Python, where tracemalloc does not see it.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from bench.jobs import load


def main(job: str, side: str, folder: str) -> None:
    """Set the side up, run it once and print the cost of that run and the peak memory in MiB."""
    run = load(job).sides[side](Path(folder))
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    cost = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall, "peak": peak_memory()}
    print(json.dumps(cost))


def peak_memory() -> float:
    """The most memory this process has held, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():  # unlike getrusage, this does not count the memory of the process that started us
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


if __name__ == "__main__":
    main(*sys.argv[1:])
