"""Take the pictures of the README: start the dashboard, open pages, save PNG files.

python -m scripts.screenshots [FOLDER]     (default: docs/images)
"""

import sys
from pathlib import Path

from benchmarks.browser import chromium
from benchmarks.servers import DASHBOARD, ROOT, serving

PICTURES = {
    # file name: (address, colour scheme, width and height in CSS pixels)
    "overview.png": ("/", "light", 1440, 1130),
    "topic.png": ("/topic?about=hydrogen&for=AT21", "light", 1440, 1150),
    "scene.png": (
        "/present/view?link=partnership%3Fpartnership%3Dhigh-tech-farming",
        *("light", 1280, 720),
    ),
    "progress.png": ("/progress", "light", 1440, 900),
    "priorities.png": ("/priorities?text=hydrogan&period=2021-2027", "light", 1440, 1250),
    "matrix.png": ("/priorities?territory=ES&view=matrix", "light", 1440, 1400),
    "region.png": ("/region?territory=ITI1", "light", 1440, 1150),
    "network.png": ("/industrial-modernisation?view=network&territory=ITC4", "light", 1440, 1150),
    "partners.png": ("/partners?territory=ITC4&mode=implementation", "light", 1440, 1300),
    "compare.png": ("/compare?territory=ITC4&territory=DE1", "light", 1440, 1300),
    "coverage.png": ("/coverage", "light", 1440, 1100),
    "energy-dark.png": ("/energy", "dark", 1440, 900),
    "overview-phone.png": ("/", "light", 390, 1500),
}
DRAWN = """() => {
  if (document.querySelector(".scene")) return true;
  const app = document.querySelector("[data-testid=stApp]");
  const charts = [...document.querySelectorAll("[data-testid=stPlotlyChart]")];
  return app?.dataset.testScriptState === "notRunning"
    && charts.every((chart) => chart.querySelector(".scatterlayer path, .heatmaplayer image"))
    && [...document.querySelectorAll(".s3-map")].every((map) => map.matches(".s3-drawn"))
    && !document.querySelector("[data-testid=stSkeleton]");
}"""


def main(folder: Path) -> None:
    """Save every picture into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with serving(DASHBOARD) as server, chromium() as browser:
        for name, (path, scheme, width, height) in PICTURES.items():
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme
            )
            page = context.new_page()
            page.goto(server.address + path)
            page.wait_for_function(DRAWN)
            # The bar of a scene is there as long as somebody moves the pointer.
            page.wait_for_selector(".is-awake", state="detached")
            # Animations of the widgets and the drawing of the last layer.
            page.wait_for_timeout(1500)
            page.screenshot(path=folder / name, animations="disabled")
            print(folder / name)
            context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images")
