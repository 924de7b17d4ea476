"""The grammar of an indicator value: what 年度指标值 and 实际完成值 can say."""
