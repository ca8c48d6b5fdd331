"""The Energy platform."""

from s3dash.ui import platform_page

platform_page.show("energy", "energy")
