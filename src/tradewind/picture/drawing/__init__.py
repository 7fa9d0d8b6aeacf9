"""Figures as SVG text: no scripts, no styles of their own; figure.css gives the colours."""
