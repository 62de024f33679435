"""Findings about a whole file or about none, and all findings as results carry them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from chukan.severity import Severity
from chukan.values.masking import without_my_numbers
from chukan.verification.decisions.fingerprint import NO_FINGERPRINTS, Fingerprints
from chukan.verification.decisions.watch import Watch
from chukan.verification.result import FileResult, Finding
from chukan.verification.tally import SampledFinding, Tally


def about_whole(
    rule: str,
    severity: Severity,
    message: str,
    fingerprints: Fingerprints = NO_FINGERPRINTS,
    *,
    item: str = "",
    check: str = "",
) -> SampledFinding:
    """Return a finding about a file as a whole, about one of its columns, or about no file.

    Args:
        rule: the rule.
        severity: what it weighs.
        message: holds no value of a record.
        fingerprints: of the file, or of the project.
        item: the column; "" = none.
        check: which of several findings of one rule and item it is.
    """
    return SampledFinding(
        record=0,
        line=0,
        item=item,
        rule=rule,
        severity=severity,
        check=check,
        value="",
        message=message,
        fingerprint=fingerprints.finding(rule, item, check, fingerprints.whole(message)),
    )


def report(tally: Tally, watch: Watch, found: SampledFinding) -> None:
    """Count one finding about a whole, and recognise it where a sheet lists it.

    Args:
        tally: takes it.
        watch: knows what a sheet lists.
        found: as `about_whole` makes it.
    """
    tally.add_watched(
        (found.rule, found.item, found.severity, found.ground), found, 1, watch.of(found.rule, found.item)
    )


def findings_of(places: Iterable[SampledFinding], result: FileResult, covered: frozenset[str]) -> Iterator[Finding]:
    """Yield the findings of a file that its sample keeps, in their order.

    Args:
        places: of its tally.
        result: the file, its counts with their waived ones.
        covered: the fingerprints whose findings are waived one by one.
    """
    wholly = {(c.rule, c.item or "", c.severity, c.ground) for c in result.counts if c.waived == c.count}
    for p in places:
        yield as_finding(
            p,
            municipality=result.municipality,
            business=result.business,
            layout=result.layout.layout or "",
            file=result.path,
            waived=p.fingerprint in covered or (p.rule, p.item, p.severity, p.ground) in wholly,
        )


def as_finding(
    found: SampledFinding,
    *,
    municipality: str = "",
    business: str = "",
    layout: str = "",
    file: str = "",
    waived: bool = False,
) -> Finding:
    """Return a finding as results carry it.

    Args:
        found: as it was made; no 個人番号 leaves it.
        municipality: the code; "" = it belongs to none.
        business: the business; "" = none.
        layout: the layout's name in addresses; "" = none.
        file: as results name it; "" = it is about no file.
        waived: True = the municipality accepts it.
    """
    return Finding(
        municipality=municipality,
        business=business,
        layout=layout,
        file=file,
        record=found.record or None,
        line=found.line or None,
        item=found.item or None,
        rule=found.rule,
        severity=found.severity,
        value=_hidden(found.value),
        message=_hidden(found.message),
        key=found.key,
        ground=found.ground,
        waived=waived,
        fingerprint=found.fingerprint,
    )


#: Of a file that is wrong throughout, many values and messages are the same.
_hidden = lru_cache(maxsize=1 << 13)(without_my_numbers)
