"""What a page announces: how many charts, maps and tables a browser has to draw at once."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


@dataclass(frozen=True)
class Contents:
    """Numbers of drawings that are visible without opening anything.

    The floor page has its map from Plotly: it counts as a chart too.
    """

    charts: int
    maps: int
    tables: int


def contents_of(messages: Iterable[ForwardMsg]) -> Contents:
    """Contents of a page from the messages of its first run."""
    closed: list[tuple[int, ...]] = []
    elements: dict[tuple[int, ...], Delta] = {}
    for message in messages:
        if message.WhichOneof("type") != "delta":
            continue
        path = tuple(message.metadata.delta_path)
        if message.delta.WhichOneof("type") == "add_block":
            block = message.delta.add_block
            if block.HasField("expandable") and not block.expandable.expanded:
                closed.append(path)
        elif message.delta.WhichOneof("type") == "new_element":
            elements[path] = message.delta
    shown = [
        delta.new_element
        for path, delta in elements.items()
        if not any(path[: len(block)] == block for block in closed)
    ]
    charts = [element.plotly_chart for element in shown if element.HasField("plotly_chart")]
    return Contents(
        charts=len(charts),
        maps=sum(_is_map(chart.spec) for chart in charts)
        + sum(element.bidi_component.component_name == "s3dash_map" for element in shown),
        tables=sum(element.HasField("dataframe") for element in shown),
    )


def _is_map(spec: str) -> bool:
    return any(trace.get("type") == "choropleth" for trace in json.loads(spec)["data"])
