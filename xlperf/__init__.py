"""xlperf: 预算绩效 forms, read, filled, checked and rolled up, without leaving Excel."""

__version__ = "0.1.0"
