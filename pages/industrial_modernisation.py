"""The Industrial Modernisation platform."""

from s3dash.ui.platform import page

page.show("industrial-modernisation")
