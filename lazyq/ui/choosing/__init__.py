"""Choosing a digit: from the data, by drawing, or from a picture file."""
