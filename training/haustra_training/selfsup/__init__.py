"""Pretraining on pictures without their labels."""
