"""Smart specialisation priorities and partnerships of Europe's regions, as a library."""

__version__ = "0.1.0"
