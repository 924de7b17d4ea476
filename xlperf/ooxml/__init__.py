"""The only room that knows zip and SpreadsheetML."""
