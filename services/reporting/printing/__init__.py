"""How does a report become files: a Word document, a PDF, a workbook, a CSV, a page for the public?

What it says comes ready, block by block (`report.py`); nothing here knows a figure, a law or a database.
"""
