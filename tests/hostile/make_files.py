"""Writes every hostile file into a folder: python tests/hostile/make_files.py OUT."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [folder for folder in map(str, (HERE, HERE.parent)) if folder not in sys.path]

for _cases in sorted(HERE.glob("cases_*.py")):
    import_module(_cases.stem)

from hostile_registry import FILES  # noqa: E402 - filled by the imports above


def make_files(folder: Path) -> list[Path]:
    """All of them, in the order of their names; the same bytes on every run."""
    folder.mkdir(parents=True, exist_ok=True)
    return [make_file(name, folder) for name in sorted(FILES)]


def make_file(name: str, folder: Path) -> Path:
    path = folder / name
    path.write_bytes(FILES[name]())
    if name.startswith("read-only"):
        path.chmod(0o444)
    return path


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print(f"{len(make_files(Path(sys.argv[1])))} files")
