"""Learning from pictures without labels by a network's own, steadier average."""
