"""Lazy max filters: how well a point can be made to agree with templates, moving at a price."""

from typing import TYPE_CHECKING

from lazyq.filters.max_filter import LazyMaxFilter, max_filter
from lazyq.late import late

if TYPE_CHECKING:
    from lazyq.filters.transformer import LazyMaxFilterTransformer

__all__ = ["LazyMaxFilter", "LazyMaxFilterTransformer", "max_filter"]

# It alone needs scikit-learn.
__getattr__ = late(__name__, {"LazyMaxFilterTransformer": "transformer"})
