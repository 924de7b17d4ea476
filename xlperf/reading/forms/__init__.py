"""Grid → Form: the only code that knows how a form lies in a grid."""

from xlperf.reading.forms.extract import Extraction, Unread, forms_in

__all__ = ["Extraction", "Unread", "forms_in"]
