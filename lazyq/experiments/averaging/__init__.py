"""Lazy averaging: a model, its learned π, and what they are compared with."""
