"""Records → locked workbooks."""
