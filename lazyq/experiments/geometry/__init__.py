"""Two points and the lazy metric of SO(n) between them."""
