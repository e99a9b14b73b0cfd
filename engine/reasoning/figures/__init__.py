"""What stands in a text as a figure: numbers, units, dates, identifiers. No model."""
