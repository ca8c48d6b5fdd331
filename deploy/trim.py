"""Takes out of the image's libraries what the dashboard never uses: ``python trim.py /venv``.

Run while the image is built. A line that finds nothing ends the build: it is of a library that has
changed or gone.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGES = "lib/python3*/site-packages"

UNUSED = (
    ("share/jupyter", "what plotly and pydeck add to notebooks"),
    ("share/man", "nobody reads manuals in the image"),
    (f"{PACKAGES}/plotly/labextension", "plotly in notebooks"),
    (f"{PACKAGES}/plotly/package_data/*.js", "pages draw with the plotly.js of Streamlit"),
    (f"{PACKAGES}/pydeck/nbextension/static", "pydeck in notebooks; pages draw with Streamlit's"),
    (f"{PACKAGES}/pyarrow/*flight*.so*", "Arrow's remote protocol"),
    (f"{PACKAGES}/pyarrow/*s3*.so*", "Arrow's way to S3; the store is fetched with obstore"),
    (f"{PACKAGES}/pyarrow/include", "for compilers"),
    (f"{PACKAGES}/numpy/_core/include", "for compilers"),
    (f"{PACKAGES}/pyarrow/libarrow_python*.so", "for compilers; what is loaded has a number"),
    (f"{PACKAGES}/pyarrow/libarrow_python*.so.*.*.*", "the same file once more"),
    (f"{PACKAGES}/**/*.a", "for compilers"),
    (f"{PACKAGES}/**/*.[ch]", "the source of what is compiled"),
    (f"{PACKAGES}/**/*.p[xy][xdi]", "the source of what is compiled, and types for editors"),
    (f"{PACKAGES}/PIL/_avif*.so", "a form of pictures that nothing here reads or writes"),
    (f"{PACKAGES}/pillow.libs/libavif*", "the same"),
    *(
        (f"{PACKAGES}/{library}/**/tests", "tests of the library")
        for library in ("matplotlib", "networkx", "numpy", "pandas", "pyarrow", "scipy", "sklearn")
    ),
)
"""Patterns below the environment, each with why nothing is missed."""

LOCALES = (
    *("root", "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it"),
    *("lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv"),
)
"""The languages that numbers are written in, and what Babel says of all; the others go."""


def found(venv: Path, pattern: str) -> list[Path]:
    """What a pattern names. Raises ``LookupError`` where that is nothing."""
    paths = sorted(venv.glob(pattern))
    if not paths:
        raise LookupError(f"{pattern}: nothing is there")
    return paths


def other_locales(venv: Path) -> list[Path]:
    """Babel's files of locales that are not used."""
    return [
        path
        for path in found(venv, f"{PACKAGES}/babel/locale-data/*.dat")
        if path.stem not in LOCALES
    ]


def with_symbols(venv: Path) -> Iterator[Path]:
    """Compiled files whose names for debuggers can go.

    Not those in ``*.libs``: what put them into the packages has moved their parts about, and they
    are not sure to load afterwards.
    """
    for path in found(venv, f"{PACKAGES}/**/*.so*"):
        if path.is_file() and not any(part.endswith(".libs") for part in path.parts):
            yield path


def main() -> None:
    """Take everything out and tell how much is left."""
    venv = Path(sys.argv[1])
    for pattern, _ in UNUSED:
        for path in found(venv, pattern):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
    for path in other_locales(venv):
        path.unlink()
    subprocess.run(["strip", "--strip-unneeded", *with_symbols(venv)], check=True)
    files = [one for one in venv.rglob("*") if one.is_file() and not one.is_symlink()]
    left = sum(one.stat().st_size for one in files)
    print(f"{left / 1e6:.0f} MB of libraries are left")


if __name__ == "__main__":
    main()
