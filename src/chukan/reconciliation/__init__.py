"""Reconciliation (突合): what was delivered against what the target system holds after loading."""
