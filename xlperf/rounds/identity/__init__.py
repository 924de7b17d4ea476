"""What a workbook was when it went out, and what of it was changed when it came back.

Its face is everything that nobody may change: texts and formulas of locked cells, which cells are
open, merges, protection. It is packed into the workbook itself, and signed.
"""

from xlperf.rounds.identity.differences import Change
from xlperf.rounds.identity.identify import Identified, identify
from xlperf.rounds.identity.stamp import inputs_of, stamped

__all__ = ["Change", "Identified", "identify", "inputs_of", "stamped"]
