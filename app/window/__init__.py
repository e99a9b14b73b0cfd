"""The window: one module per panel. Panels take values by slots and speak by signals."""
