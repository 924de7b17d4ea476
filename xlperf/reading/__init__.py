"""Any source → Grid → Form."""

from xlperf.reading.inputs import files_under
from xlperf.reading.read import read_files
from xlperf.reading.recognise import Reading

__all__ = ["Reading", "files_under", "read_files"]
