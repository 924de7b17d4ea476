"""What follows when a template's rows are repeated or left out: one file per kind of part."""
