"""The view of the Averaging page."""
