"""The Industrial Modernisation platform."""

from s3dash.ui import platform_page

platform_page.show("industrial-modernisation", "industrial_modernisation")
