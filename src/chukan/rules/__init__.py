"""The catalogue of rules, one module a family of field checks, and layout -> pandera schema."""
