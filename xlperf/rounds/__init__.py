"""The use cases of a season; no printing, no Excel."""
