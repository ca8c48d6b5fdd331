"""The Agri-Food platform."""

from s3dash.ui import platform_page

platform_page.show("agri-food", "agri_food")
