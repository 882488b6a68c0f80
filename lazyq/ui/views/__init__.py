"""What each page shows: a spec in, a component out. No view imports another."""
