"""What attack and damage must not do: ``python -m benchmarks.audit``, each kind by the hundred."""
