"""What a correction reaches beyond its own row: rules that compare with a code that is no more, lists that others use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from chukan.errors import PackError
from chukan.expressions.vetting import vet
from chukan.layouts.declaration import Declaration
from chukan.layouts.declarations import History, Household
from chukan.layouts.model import Layout


def stale_codes(layouts: Iterable[Layout], gone: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Yield a sentence for each declaration that still compares with a code which the review took away or renumbered.

    Args:
        layouts: all layouts of the corrected pack.
        gone: id of a code list to the codes that it no longer has.
    """
    layouts = list(layouts)
    by_path = {layout.path: layout for layout in layouts}
    for layout in layouts:
        for declaration in layout.body.declarations:
            for of, item, code in _compared(declaration, layout, by_path):
                codes = of.code_list(of.by_name[item]) if item in of.by_name else None
                if codes and code in gone.get(codes.id, ()):
                    which = f"{layout.path} の{declaration.label}「{declaration.name}」"
                    yield f"{which}が、なくなったコード「{code}」（{item}）を使っています。business.yaml で書き直してください。"


def shared_lists(layouts: Iterable[Layout], inside: frozenset[str], lists: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each layout outside the review that uses a code list which the review changed.

    Args:
        layouts: all layouts of the pack.
        inside: paths of the layouts that the review is about.
        lists: id to name of the changed lists.
    """
    for layout in layouts:
        shared = sorted(lists.keys() & layout.codes.keys())
        if shared and layout.path not in inside:
            names = "・".join(lists[code] for code in shared)
            yield f"コード表「{names}」は、確認シートにない {layout.path} でも使われ、そこでも変わります。"


def _compared(
    declaration: Declaration, layout: Layout, others: Mapping[str, Layout]
) -> Iterator[tuple[Layout, str, str]]:
    """Yield the items that a declaration may compare with codes, each with its layout and a code."""
    if isinstance(declaration, Household):
        yield from ((layout, declaration.relation, code) for code in declaration.heads)
    if isinstance(declaration, History) and declaration.latest:
        yield layout, declaration.latest.item, declaration.latest.value
    texts = [(layout, text) for text in declaration.conditions.values()]
    for target in declaration.targets:
        if other := others.get(layout.target(target.to)):
            texts += [(other, text) for text in target.conditions.values()]
    for of, text in texts:
        codes = sorted(set(re.findall("'([^']*)'", text)))
        reads = vet(text, of.by_name, PackError, layout.address).reads if codes else ()
        yield from ((of, item, code) for item in reads for code in codes)
