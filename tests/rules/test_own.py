from __future__ import annotations

import pandas as pd
import pandera.pandas as pandera

from chukan.rules.own import NO_OWN_CHECKS, OwnChecks, must_stay


def filled(values: pd.Series[str]) -> pd.Series[bool]:
    return values != ""


def test_none_are_false() -> None:
    assert not NO_OWN_CHECKS
    assert OwnChecks({"備考": (pandera.Check(filled),)})
    assert OwnChecks(records=(pandera.Check(filled),))


def test_functions_of_a_module_travel_and_lambdas_do_not() -> None:
    assert OwnChecks({"備考": (pandera.Check(filled),)}).can_travel
    assert not OwnChecks({"備考": (pandera.Check(lambda values: values != ""),)}).can_travel
    assert "ほかのプロセス" in must_stay().message
