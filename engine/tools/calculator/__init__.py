"""A calculator for the shop floor: units, tolerances, fits, hardness, statistics. Never eval.

``calculation`` calculates one expression, ``grammar`` says which ones a language model may write.
"""
