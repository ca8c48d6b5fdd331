"""The base as a whole for programs and portals: downloads with digests, and a DCAT-AP record."""

from __future__ import annotations

import base64
import json
from typing import Any

from s3dash.queries.base.tables import PublicTable, public_tables
from s3dash.takeaway.formats import offered
from s3dash.takeaway.whole import Whole, listed, listed_json, whole_base
from s3dash.web.api.answers import Answer, Asked, Make

NAMES = ("base.duckdb", "datapackage.zip", "parquet.zip")
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_IANA = "https://www.iana.org/assignments/media-types/"


def listed_answer(asked: Asked) -> Answer:
    """``/api/v1/downloads.json``: the files with version, size and SHA-256."""
    return Answer([listed_json(asked.store)], "application/json")


def whole_answer(name: str) -> Make:
    """What answers the address of one of the files."""

    def made(asked: Asked) -> Answer:
        one: Whole = asked.store.once(whole_base)[name]
        _, digest = one.size_and_digest
        return Answer(
            one.open(),
            one.media_type,
            {
                "Content-Disposition": f'attachment; filename="{one.file_name}"',
                # RFC 9530: of the file as it is, whatever it is compressed by on its way.
                "Repr-Digest": f"sha-256=:{base64.b64encode(bytes.fromhex(digest)).decode()}:",
            },
        )

    return made


def catalog_answer(asked: Asked) -> Answer:
    """``/catalog.jsonld``: what open-data portals harvest (DCAT-AP)."""
    text = json.dumps(catalog(asked), ensure_ascii=False, indent=1)
    return Answer([text.encode()], "application/ld+json")


def catalog(asked: Asked) -> dict[str, Any]:
    """The catalogue: one data set, its distributions, and the interface as a service."""
    package, about = asked.about.package, asked.about
    start = str(asked.request.url.replace(query="")).rpartition("/")[0]
    publisher = {"@type": "foaf:Agent", "foaf:name": package.get("title") or package["name"]}
    licence = next((one["path"] for one in package.get("licenses", ()) if "path" in one), None)
    api = f"{start}/api/v1"
    common = {"dct:license": {"@id": licence}} if licence else {}
    files = [
        {
            "@type": "dcat:Distribution",
            "@id": f"{api}/{one['address']}",
            "dct:title": one["title"],
            "dct:description": one["description"],
            "dcat:accessURL": {"@id": f"{api}/{one['address']}"},
            "dcat:downloadURL": {"@id": f"{api}/{one['address']}"},
            "dcat:mediaType": {"@id": f"{_IANA}{one['media_type']}"},
            "dcat:byteSize": {"@value": str(one["bytes"]), "@type": "xsd:nonNegativeInteger"},
            "spdx:checksum": {
                "@type": "spdx:Checksum",
                "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                "spdx:checksumValue": {"@value": one["sha256"], "@type": "xsd:hexBinary"},
            },
            **common,
        }
        for one in listed(asked.store)
    ]
    tables = asked.store.once(public_tables)
    dataset = {
        "@type": "dcat:Dataset",
        "@id": f"{api}/datapackage.json",
        "dct:identifier": package["name"],
        "dct:title": package.get("title") or package["name"],
        "dct:description": package.get("description") or package["name"],
        "dct:publisher": publisher,
        "dcat:keyword": package.get("keywords", []),
        "dcat:version": about.version,
        "dct:issued": _moment(package["created"]) if "created" in package else None,
        "dct:modified": _moment(f"{about.built_at:%Y-%m-%dT%H:%M:%SZ}"),
        "dcat:landingPage": {"@id": f"{start}/data"},
        "dct:source": [{"@id": s["path"]} for s in package.get("sources", ()) if "path" in s],
        "dcat:distribution": [
            *files,
            *(one for name, table in tables.items() for one in _of_table(api, name, table, common)),
        ],
    }
    service = {
        "@type": "dcat:DataService",
        "@id": f"{start}/api",
        "dct:title": "Data for programs",
        "dcat:endpointURL": {"@id": api},
        "dcat:endpointDescription": {"@id": f"{start}/api/openapi.json"},
        "dcat:servesDataset": {"@id": dataset["@id"]},
    }
    return {
        "@context": CONTEXT,
        "@type": "dcat:Catalog",
        "@id": f"{start}/catalog.jsonld",
        "dct:title": dataset["dct:title"],
        "dct:description": dataset["dct:description"],
        "dct:publisher": publisher,
        "foaf:homepage": {"@id": f"{start}/"},
        "dcat:dataset": [{name: value for name, value in dataset.items() if value}],
        "dcat:service": [service],
    }


def _of_table(
    api: str, name: str, table: PublicTable, common: dict[str, Any]
) -> list[dict[str, Any]]:
    return [
        {
            "@type": "dcat:Distribution",
            "@id": f"{api}/{name}.{ending}",
            "dct:title": f"{table.title} ({form.label})",
            "dct:description": table.description,
            "dcat:accessURL": {"@id": f"{api}/{name}.{ending}"},
            "dcat:downloadURL": {"@id": f"{api}/{name}.{ending}"},
            "dcat:mediaType": {"@id": f"{_IANA}{form.media_type}"},
            **common,
        }
        for ending, form in offered(table.has_places).items()
        if ending in ("csv", "parquet")
    ]


def _moment(text: str) -> dict[str, str]:
    return {"@value": text, "@type": "xsd:dateTime"}
