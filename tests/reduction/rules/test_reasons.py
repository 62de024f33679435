"""Few texts, many records."""

from __future__ import annotations

from chukan.reduction.rules.reasons import CLASS_JA, CLASS_NAME, Reasons, RetentionReason


def test_the_same_words_have_the_same_number() -> None:
    reasons = Reasons()

    numbers = [reasons.number("within", "満了前"), reasons.number("over", "満了前"), reasons.number("within", "満了前")]

    assert numbers == [0, 1, 0]
    assert reasons[1] == RetentionReason("over", "満了前")
    assert len(reasons.listed) == 2


def test_every_class_has_both_its_names() -> None:
    assert CLASS_JA.keys() == CLASS_NAME.keys()
