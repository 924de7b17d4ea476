"""Any source → Grid → Form."""
