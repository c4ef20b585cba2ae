"""The report as slides: what stands where, and how PowerPoint's own charts and tables are made."""
