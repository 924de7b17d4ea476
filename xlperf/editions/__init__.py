"""What a templates/ folder says of its forms: wordings, levels, profile, required fields.

An edition is a folder with an `edition.toml`; it inherits what it doesn't say. Reading uses the
wordings of all editions together, so a new folder is enough for a new form to be read.
"""

from xlperf.editions.edition import Edition, Level, Recognition
from xlperf.editions.library import FOREIGN, GENERIC, SUMMARY, Library
from xlperf.editions.load import load_library, templates_folder

__all__ = [
    "FOREIGN",
    "GENERIC",
    "SUMMARY",
    "Edition",
    "Level",
    "Library",
    "Recognition",
    "load_library",
    "templates_folder",
]
