"""Collections: YAML, JSON and CSV with positions, guarded and checked against their schemas."""
