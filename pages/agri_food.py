"""The Agri-Food platform."""

from s3dash.ui.platform import page

page.show("agri-food")
