"""Experiments: a small frozen spec goes in, a result comes out."""
