"""Exact tools a question can be answered with: a calculator, SQL over log tables."""
