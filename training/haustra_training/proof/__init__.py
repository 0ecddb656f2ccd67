"""What learning without labels brings: the same network with 1, 10 and 100 % of the labels, with and without it."""
