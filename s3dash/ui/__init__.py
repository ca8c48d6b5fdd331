"""What pages share, a room a subject. The only part that draws, and that imports Streamlit.

Floors, from the top: a room a page; stages; parts; maps; address; shell; look.
"""

from s3dash import folders

ROUTER = folders.UI / "router.py"
"""The script Streamlit runs for every page: navigation first, then the page itself."""
