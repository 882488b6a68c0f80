"""The About page: the idea, and where λ acts."""
