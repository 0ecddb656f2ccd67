"""Heads of the whole picture that learn from the phantom too, on the features of a network that stays as it is."""
