"""What is to be filled in: records, any source that can be read, tables of projects."""

from xlperf.rounds.fill.given.gather import Given, gathered, is_record_file

__all__ = ["Given", "gathered", "is_record_file"]
