"""The monthly leadership report: one model, said on five faces."""
