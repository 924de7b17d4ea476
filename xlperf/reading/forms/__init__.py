"""Grid → Form: the only code that knows how a form lies in a grid."""
