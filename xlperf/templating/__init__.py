"""Templates: an ordinary workbook with tags, compiled once, rendered many times."""

from xlperf.templating.faults import Fault, TemplateFaults
from xlperf.templating.template import Template

__all__ = ["Fault", "Template", "TemplateFaults"]
