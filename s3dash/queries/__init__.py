"""Questions to the store, one module per subject. Each takes a `Store` and returns a frame."""
