"""X12 text into segments: separators found per interchange, envelopes walked, values read exactly."""
