"""Small changes of the code that the tests should see: ``python -m tests.mutants --help``."""
