"""The view of the Average page."""
