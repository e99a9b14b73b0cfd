"""Which model can a shop trust, and what it costs: measured on the shop's own documents."""
