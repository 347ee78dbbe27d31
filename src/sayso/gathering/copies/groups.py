"""Groups: links between documents to documents of one origin.

Linked documents hang together, and also what is linked to either. The exception is a text that took over two texts
without anything in common (a round-up, two copies pasted together): it keeps to the one of which it has most, so that
independent reports are not joined by what was made from both. Nothing here depends on the order of the links.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sayso.gathering.copies.links import Link

Links = dict[str, dict[str, Link]]  # by document, by the other document


@dataclass(frozen=True, slots=True)
class Group:
    """Documents of one origin in order, the links that hold them together, and the links out of it."""

    documents: tuple[str, ...]
    links: tuple[Link, ...]
    also: tuple[Link, ...]


def linked_to(document: str, links: Mapping[str, Iterable[str]]) -> set[str]:
    """The documents that links lead to from a document, in any number of steps, with the document."""
    reached, todo = {document}, [document]
    while todo:
        new = set(links[todo.pop()]) - reached
        reached |= new
        todo.extend(new)
    return reached


def grouped(documents: set[str], links: Links) -> list[Group]:
    """The groups of documents that links hold together, after each document has kept to one text it was made from."""
    kept = {d: set(_kept(d, links)) for d in documents}
    firm = {d: {o for o in kept[d] if d in kept[o]} for d in documents}
    groups: list[Group] = []
    seen: set[str] = set()
    for document in sorted(documents):
        if document not in seen:
            members = linked_to(document, firm)
            seen |= members
            groups.append(Group(tuple(sorted(members)), tuple(_tree(members, firm, links)), _outward(members, links)))
    return groups


def _kept(document: str, links: Links) -> list[str]:
    """The linked documents that hang together as seen from here: they share sentences of it, or are linked too."""
    parts = _parts(document, links)
    return max(parts, key=lambda part: _weight(document, part, links), default=[])


def _parts(document: str, links: Links) -> list[list[str]]:
    parts: list[tuple[int, set[str]]] = []
    for other in sorted(links[document]):
        sentences, members = links[document][other].part_of(document), {other}
        apart = []
        for part in parts:
            if _hang_together(part[0], sentences) or part[1] & links[other].keys():
                sentences, members = sentences | part[0], members | part[1]
            else:
                apart.append(part)
        parts = [*apart, (sentences, members)]
    return [sorted(members) for _, members in parts]


def _hang_together(one: int, other: int) -> bool:
    """Whether two parts of a text share a quarter of the sentences of the smaller one."""
    return 4 * (one & other).bit_count() >= min(one.bit_count(), other.bit_count())


def _weight(document: str, part: list[str], links: Links) -> tuple[int, int, list[str]]:
    """More sentences first, then the earlier ones, then what cannot be told apart otherwise."""
    sentences = 0
    for other in part:
        sentences |= links[document][other].part_of(document)
    return sentences.bit_count(), -(sentences & -sentences), part


def _tree(members: set[str], firm: dict[str, set[str]], links: Links) -> Iterator[Link]:
    """The strongest links that hold the members together, one fewer than there are members (Kruskal 1956)."""
    root = {m: m for m in members}

    def find(member: str) -> str:
        while root[member] != member:
            root[member] = root[root[member]]
            member = root[member]
        return member

    inner = {(m, o): links[m][o] for m in members for o in firm[m] if m < o}
    for (one, other), link in sorted(inner.items(), key=lambda item: (-item[1].share, item[0])):
        if find(one) != find(other):
            root[find(one)] = find(other)
            yield link


def _outward(members: set[str], links: Links) -> tuple[Link, ...]:
    out = {(k.one, k.other): k for m in members for o, k in links[m].items() if o not in members}
    return tuple(out[pair] for pair in sorted(out))
