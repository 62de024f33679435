"""Values of ours as JSON."""

from __future__ import annotations

import json

import pytest

from chukan.authoring.change import Change, Diff
from chukan.cli.json_output import layout_dict, print_json
from chukan.layouts.library import Library


def test_trees_of_frozen_values_are_plain(capsys: pytest.CaptureFixture[str]) -> None:
    change = Change("changed", "item", "b/person", "氏名")

    print_json({"one": change, "many": (Diff("a", "b", (change,)), 1, None)})

    shown = capsys.readouterr().out
    tree = json.loads(shown)
    assert tree["one"]["name"] == "氏名"
    assert tree["many"][0]["changes"][0]["place"] == "b/person"
    assert "氏名" in shown  # as people read it


def test_a_layout_with_all_that_a_check_depends_on() -> None:
    layout = Library().layout("mic@2.7/resident_register/household")

    tree = json.loads(json.dumps(layout_dict(layout), ensure_ascii=False))

    assert (tree["address"], tree["digest"], tree["key"]) == (layout.address, layout.digest, list(layout.key))
    assert [item["item"] for item in tree["items"]] == list(layout.names)
    assert set(tree["codes"]) == set(layout.codes)
