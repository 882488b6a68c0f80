"""The digits that are nearest to one digit, at every λ."""
