"""Lazy max filters: how well a point can be made to agree with templates, moving at a price."""

from lazyq.filters.max_filter import LazyMaxFilter, max_filter
from lazyq.filters.transformer import LazyMaxFilterTransformer

__all__ = ["LazyMaxFilter", "LazyMaxFilterTransformer", "max_filter"]
