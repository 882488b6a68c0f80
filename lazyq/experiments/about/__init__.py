"""Where λ acts, over many pairs of digits."""
