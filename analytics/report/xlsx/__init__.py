"""The report as a workbook: one sheet per topic, Excel's own tables and charts."""
