"""The money of a form."""
