"""How far are the partnerships of a platform, and where is nothing heard of them?

A script for a computer that has Python and nothing else: it asks a dashboard that runs, by the
links of its pages. ``python stages_of_a_platform.py http://localhost:8501 energy 2025-06-30``
writes two files: the rows (CSV), and the strips for a slide (PNG).
"""

import csv
import io
import json
import sys
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen


def main(address: str, platform: str, day: str) -> None:
    """Tell each partnership in a line, and write the files."""
    chosen = urlencode({"platform": platform, "asof": day, "sort": "oldest"})
    with urlopen(f"{address}/progress.metadata.json?{chosen}") as answer:
        about = json.load(answer)
    print(f"{about['title']}: {about['filters']} (data {about['data_version']})")

    with urlopen(f"{address}/progress.csv?{chosen}") as answer:
        content = answer.read()
    Path(f"{platform}-{day}.csv").write_bytes(content)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    for row in rows:
        latest = row["latest_any"] or "nothing documented"
        print(f"  {row['name']}: furthest {row['reached'] or 'none'}, latest {latest}")

    picture = f"{address}/progress.png?{chosen}&width=1280&size=1.3"
    with urlopen(picture) as answer:
        Path(f"{platform}-{day}.png").write_bytes(answer.read())
    print(f"{len(rows)} partnerships; a missing row is never evidence of absence.")


if __name__ == "__main__":
    main(*sys.argv[1:])
