"""The Energy platform."""

from s3dash.ui.platform import page

page.show("energy")
