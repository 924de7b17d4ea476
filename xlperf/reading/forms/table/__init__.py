"""The indicator table: its head, its rows, and what stands below them."""
