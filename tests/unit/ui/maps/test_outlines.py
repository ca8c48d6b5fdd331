"""Which territories the maps can draw."""

import pandas as pd

from s3dash.ui.maps.territory_map import drawn_codes, has_outline
from tests.fixtures import by_pandas


def test_a_code_without_an_outline_is_not_drawn() -> None:
    frame = pd.DataFrame(
        {"territory_id": ["ITI1", "PT1B", "UA", "UK-england"], "nuts_level": [2, 2, 0, None]}
    )
    assert has_outline(frame).tolist() == [True, False, False, False]


def test_every_code_of_the_base_has_an_outline() -> None:
    known = by_pandas.table("territory")
    assert drawn_codes() == set(known.loc[known["nuts_level"] != "", "territory_id"])
