"""移行対象削減 (optional item ウ): which records need not be migrated, by law and by the municipality's own rules."""
