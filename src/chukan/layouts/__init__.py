"""What a layout says: model, packs, addresses, digests, import and export."""
