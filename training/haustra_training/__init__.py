"""Training side of Haustra: from an index of labelled pictures to a released ONNX network.

For research and evaluation, not a cleared medical device.
"""
