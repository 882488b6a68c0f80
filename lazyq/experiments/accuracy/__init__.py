"""Accuracy of lazy nearest neighbours against λ."""
