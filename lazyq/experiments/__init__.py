"""Experiments: from a small frozen spec to a result."""
