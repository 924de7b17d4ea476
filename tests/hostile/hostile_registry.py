"""Every hostile file: its name and how its bytes are made."""

from __future__ import annotations

from collections.abc import Callable

Make = Callable[[], bytes]
FILES: dict[str, Make] = {}


def file(name: str) -> Callable[[Make], Make]:
    def add(make: Make) -> Make:
        if name in FILES:
            raise ValueError(f"two files are called {name}")
        FILES[name] = make
        return make

    return add


def files(made: dict[str, Make]) -> None:
    for name, make in made.items():
        file(name)(make)
