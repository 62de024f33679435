"""Synthetic data: people, records that satisfy a layout, deliveries that hang together, defects that are known."""
