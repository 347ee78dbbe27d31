"""Incidents as a network for Gephi, Cytoscape, yEd and the like: GraphML and GEXF 1.3.

Nodes are incidents, parties, equipment, places and sources. A line leads from an actor or a source to an incident, and
from an incident to its targets, equipment and place. Two parties of one name, kind and country are one node.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from sayso.export.arms_tables import named_with_class
from sayso.export.incident_rows import clean, in_order, incident_row, on_map, teller
from sayso.export.incident_words import headline
from sayso.export.xml_text import xml_of
from sayso.records import Entry, Party

Values = dict[str, str]
NODE_VALUES: tuple[str, ...] = (
    "sort",
    "kind",
    "country",
    "status",
    "factuality",
    "according_to",
    "when",
    "earliest",
    "latest",
    "where",
)
NODE_VALUES += ("lat", "lon", "precision", "reports", "origins", "disputes", "quote", "url", "incident")
EDGE_VALUES: tuple[str, ...] = ("role", "status", "according_to", "when", "incident")
COORDINATES, COUNTS = ("lat", "lon"), ("reports", "origins")
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A thing of the network, with its values by name."""

    label: str
    values: Values


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from one node to another."""

    start: Key
    stop: Key
    values: Values


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes by what makes them one, and the lines between them."""

    nodes: dict[Key, Node]
    edges: list[Edge]


def network_of(entries: Iterable[Entry]) -> Network:
    """The network of incidents, nodes in the order in which incidents bring them up."""
    nodes: dict[Key, Node] = {}
    edges: list[Edge] = []
    for entry in in_order(entries):
        here = ("incident", entry.id)
        nodes[here] = _incident(entry)
        for role, key, node, outward in _around(entry):
            nodes.setdefault(key, node)
            start, stop = (here, key) if outward else (key, here)
            edges.append(Edge(start, stop, {**_carried(nodes[here]), "role": role}))
    return Network(nodes, edges)


def _incident(entry: Entry) -> Node:
    row = incident_row(entry)
    values = {name: str(cell) for name in NODE_VALUES[1:] if (cell := getattr(row, name)) not in ("", None)}
    return Node(headline(row), {"sort": "incident", **values})


def _carried(incident: Node) -> Values:
    return {name: incident.values[name] for name in EDGE_VALUES if name in incident.values}


def _around(entry: Entry) -> Iterator[tuple[str, Key, Node, bool]]:
    """Role, key and node of all that stands around an incident, and whether the line leads away from the incident."""
    for party in entry.actors:
        yield "actor", _party_key(party), _party(party), False
    for party in entry.targets:
        yield "target", _party_key(party), _party(party), True
    for name, class_ in named_with_class(entry):
        values = {"sort": "equipment"} | ({"kind": class_} if class_ else {})
        yield "equipment", ("equipment", name), Node(name, values), True
    if entry.place:
        yield "place", ("place", entry.place, entry.country or "", *entry.within), _place(entry), True
    for telling in {(t.stance, teller(t)): t for t in entry.tellings}.values():
        name = teller(telling)
        yield telling.stance, ("source", name), Node(name, {"sort": "source"}), False


def _party_key(party: Party) -> Key:
    return ("party", party.name, party.kind or "", party.country or "")


def _party(party: Party) -> Node:
    told = {"sort": "party", "kind": clean(party.kind), "country": clean(party.country)}
    return Node(clean(party.name), {name: value for name, value in told.items() if value})


def _place(entry: Entry) -> Node:
    point = {"lat": str(entry.lat), "lon": str(entry.lon)} if on_map(entry) else {}
    told = {"sort": "place", "country": clean(entry.country), "precision": clean(entry.precision), **point}
    return Node(clean(entry.place), {name: value for name, value in told.items() if value})


def incidents_graphml(entries: Iterable[Entry]) -> str:
    """The network as GraphML."""
    network = network_of(entries)
    root = Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    for sort, names in (("node", ("label", *NODE_VALUES)), ("edge", EDGE_VALUES)):
        for name in names:
            SubElement(
                root, "key", {"id": f"{sort}_{name}", "for": sort, "attr.name": name, "attr.type": _type(name, "int")}
            )
    graph = SubElement(root, "graph", id="chronicle", edgedefault="directed")
    numbers = _numbers(network)
    for key, node in network.nodes.items():
        _add_data(SubElement(graph, "node", id=numbers[key]), "node", {"label": node.label, **node.values})
    for number, edge in enumerate(network.edges):
        ends = {"id": f"e{number}", "source": numbers[edge.start], "target": numbers[edge.stop]}
        _add_data(SubElement(graph, "edge", ends), "edge", edge.values)
    return xml_of(root)


def _add_data(element: Element, sort: str, values: Values) -> None:
    for name, value in values.items():
        SubElement(element, "data", key=f"{sort}_{name}").text = value


def _type(name: str, of_counts: str) -> str:
    """The type of a value: the two schemes call whole numbers differently."""
    return "double" if name in COORDINATES else of_counts if name in COUNTS else "string"


def _numbers(network: Network) -> dict[Key, str]:
    return {key: f"n{number}" for number, key in enumerate(network.nodes)}


def incidents_gexf(entries: Iterable[Entry]) -> str:
    """The network as GEXF 1.3."""
    network = network_of(entries)
    root = Element("gexf", xmlns="http://gexf.net/1.3", version="1.3")
    SubElement(SubElement(root, "meta"), "creator").text = "sayso"
    graph = SubElement(root, "graph", defaultedgetype="directed", mode="static")
    for sort, names in (("node", NODE_VALUES), ("edge", EDGE_VALUES)):
        attributes = SubElement(graph, "attributes", {"class": sort})
        for name in names:
            SubElement(attributes, "attribute", id=f"{sort}_{name}", title=name, type=_type(name, "integer"))
    numbers = _numbers(network)
    nodes, edges = SubElement(graph, "nodes"), SubElement(graph, "edges")
    for key, node in network.nodes.items():
        _add_values(SubElement(nodes, "node", id=numbers[key], label=node.label), "node", node.values)
    for number, edge in enumerate(network.edges):
        ends = {"id": f"e{number}", "source": numbers[edge.start], "target": numbers[edge.stop]}
        _add_values(SubElement(edges, "edge", {**ends, "label": edge.values["role"]}), "edge", edge.values)
    return xml_of(root)


def _add_values(element: Element, sort: str, values: Values) -> None:
    held = SubElement(element, "attvalues")
    for name, value in values.items():
        SubElement(held, "attvalue", {"for": f"{sort}_{name}", "value": value})
