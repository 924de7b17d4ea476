"""Templates: an ordinary workbook with tags, compiled once, rendered many times."""
