"""What pages share: the registry, filters, maps, tables, theme. The only part that draws."""

from pathlib import Path

ROUTER = Path(__file__).with_name("router.py")
"""The script Streamlit runs for every page: navigation first, then the page itself."""
