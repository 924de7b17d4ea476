"""One file per kind of source; each turns bytes into a Document."""
