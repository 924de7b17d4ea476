"""All benches, one after another; only their ratios hold on another machine.

python tests/bench/run.py [number of workbooks, 500 unless given]
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import filling, reading, stacking


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    for bench in (reading, filling, stacking):
        bench.main(count)


if __name__ == "__main__":
    main()
