"""Fine-grained classification over a tree of labels, of any depth and thousands of leaves, beside the network's own heads."""
