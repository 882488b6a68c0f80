"""Two digits and their λ-path."""
