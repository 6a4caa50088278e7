"""Drawings of a report: made once as SVG here, shown in the page and printed in the PDF (decision 022).

Every number stands beside its bar, and a table with the same numbers beside the drawing.
"""
