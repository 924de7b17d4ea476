"""Formulas: the references in them, and what they give."""
