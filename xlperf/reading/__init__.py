"""Any source → Grid → Form."""

from xlperf.reading.inputs import files_under
from xlperf.reading.read import read_files, read_grids
from xlperf.reading.recognise import Gridded, Reading

__all__ = ["Gridded", "Reading", "files_under", "read_files", "read_grids"]
