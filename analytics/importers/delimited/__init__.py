"""Tables of claims and remittances that are no X12 (CSV, Excel, parquet) into stored rows, by a map of columns."""
