"""The licences of all libraries are ones that go together with ours, the EUPL 1.2."""

from __future__ import annotations

import re
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata

from s3dash.folders import ROOT

ALLOWED = {
    # Do what you like, name us.
    *("0BSD", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0", "MIT-CMU", "Zlib", "CC0-1.0"),
    *("Apache-2.0", "PSF-2.0"),
    # Changes to their files stay under their licence; the EUPL names it as compatible.
    "MPL-2.0",
}
CALLED = {
    # What authors write who do not use the names of SPDX: in the field, or as a classifier.
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
CHECKED_BY_HAND = {
    # "the licenses FreeBSD and LGPLv3+": one may choose, says its readme.
    "feedgen",
    # MIT, says the file in the package; its field is empty.
    "promql-parser",
    # MIT, says the file in its repository; the package does not say.
    "axe-playwright-python",
    # "Artistic License or GPL": used by frictionless in tests alone, never given away.
    "text-unidecode",
}


def locked() -> set[str]:
    text = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    return set(re.findall(r"(?m)^([a-z0-9._-]+)(?:\[[^]]*\])?==", text))


def stated(about: PackageMetadata) -> list[list[str]]:
    """Licences that all apply, of each those that one may choose from."""
    if expression := about.get("License-Expression"):
        return [part.strip("() ").split(" OR ") for part in expression.split(" AND ")]
    classifiers = [
        line.split(" :: ")[-1]
        for line in about.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    # The field holds the whole text at times.
    named = classifiers or [(about.get("License") or "").split("\n")[0]]
    return [[CALLED.get(one, one)] for one in named]


def test_every_licence_is_on_the_list() -> None:
    not_allowed, seen = {}, 0
    for library in sorted(locked() - CHECKED_BY_HAND):
        try:
            about = metadata(library)
        except PackageNotFoundError:
            continue  # for another system
        seen += 1
        licences = stated(about)
        if not all(ALLOWED & set(choice) for choice in licences):
            not_allowed[library] = licences
    assert seen > 50
    assert not_allowed == {}


def test_what_was_checked_by_hand_is_still_there() -> None:
    assert locked() >= CHECKED_BY_HAND
