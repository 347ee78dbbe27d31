// The network moves: parties can be dragged, and all of it comes closer (Cytoscape). It begins as the server drew it;
// without it, what belongs to a party or a tie stands out while it is pointed at, or has the focus.
import { fitted } from "./fitting.js";

const graph = () => document.querySelector("[data-graph]");
const fit = fitted({ drawing: "[data-graph]", part: "#network", path: "/network/chart" });
const SHAPES = { person: "ellipse", state: "rectangle", body: "diamond" };
const NEAR = 1.5; // how large all must be until every party has its whole name
let moving = null; // the network that moves

function light(event) {
  const part = event.target.closest?.(".party[data-key], .tie[data-one]");
  const drawing = graph()?.querySelector("svg.network:not(.key)");
  if (!drawing) return;
  const { key, one, other } = part && drawing.contains(part) ? part.dataset : {};
  const lit = new Set([key, one, other].filter((value) => value !== undefined));
  drawing.classList.toggle("dimmed", lit.size > 0);
  if (!lit.size) return;
  for (const tie of drawing.querySelectorAll(".tie")) {
    const own = one === undefined ? [tie.dataset.one, tie.dataset.other].includes(key) : tie === part;
    tie.classList.toggle("lit", own);
    if (own) lit.add(tie.dataset.one).add(tie.dataset.other);
  }
  for (const party of drawing.querySelectorAll(".party")) party.classList.toggle("lit", lit.has(party.dataset.key));
}
document.addEventListener("pointerover", light);
document.addEventListener("focusin", light);

/** A tick at a sort of relation is asked for at once. */
document.addEventListener("change", (event) => {
  if (event.target.matches?.(".relations input")) event.target.form.requestSubmit();
});

/** Parties and ties of the drawing, where the server put them. */
function elements(drawing) {
  const parties = [...drawing.querySelectorAll(".party[data-key]")].map((party) => ({
    data: {
      id: party.dataset.key, name: party.dataset.name, ...labelled(party), title: party.querySelector("title").textContent, href: party.getAttribute("href"),
      size: 2 * party.dataset.radius, shape: SHAPES[party.dataset.sort], centre: party.classList.contains("centre") ? "yes" : "no",
    },
    position: { x: +party.dataset.x, y: +party.dataset.y },
  }));
  const ties = [...drawing.querySelectorAll(".tie[data-one]")].map((tie, number) => ({
    data: {
      id: `tie ${number}`, source: tie.dataset.one, target: tie.dataset.other, title: tie.querySelector("title").textContent,
      href: tie.getAttribute("href"), weight: +tie.dataset.weight, sure: tie.classList.contains("unsure") ? "no" : "yes",
      head: tie.dataset.mutual ? "none" : "triangle", chosen: tie.classList.contains("chosen-tie") ? "yes" : "no",
    },
  }));
  return [...parties, ...ties];
}

/** Where the server put the name of a party; where it had no room there is none until all come closer. */
function labelled(party) {
  const text = party.querySelector("text");
  const side = { start: "right", end: "left" }[text?.getAttribute("text-anchor")];
  const above = text && +text.getAttribute("y") < +party.dataset.y;
  return { label: text?.textContent ?? "", across: side ?? "center", along: side ? "center" : above ? "top" : "bottom" };
}

function look() {
  const known = getComputedStyle(document.documentElement);
  const colour = (name) => known.getPropertyValue(name).trim();
  return [
    { selector: "node", style: {
      width: "data(size)", height: "data(size)", shape: "data(shape)", label: "data(label)", color: colour("--ink"), "font-size": 12,
      "background-color": colour("--accent-paper"), "border-color": colour("--accent"), "border-width": 1.6,
      "text-halign": "data(across)", "text-valign": "data(along)", "text-margin-x": (party) => ({ left: -4, right: 4 })[party.data("across")] ?? 0,
      "text-margin-y": (party) => ({ top: -3, bottom: 3 })[party.data("along")] ?? 0, "min-zoomed-font-size": 7,
      "text-outline-color": colour("--paper"), "text-outline-width": 2, "font-family": known.fontFamily } },
    { selector: "node.near", style: { label: "data(name)" } },
    { selector: "node[centre = 'yes']", style: { "background-color": colour("--accent") } },
    { selector: "edge", style: {
      width: "data(weight)", "curve-style": "bezier", "line-color": colour("--quiet"), "line-opacity": 0.6, "target-arrow-color": colour("--quiet"),
      "target-arrow-shape": "data(head)", "arrow-scale": 0.9 } },
    { selector: "edge[sure = 'no']", style: { "line-style": "dashed" } },
    { selector: "edge[chosen = 'yes'], edge.lit", style: { "line-color": colour("--accent"), "target-arrow-color": colour("--accent"), "line-opacity": 1 } },
    { selector: ".faint", style: { opacity: 0.2 } },
  ];
}

/** The drawing as one that moves; it stays as it is where that cannot be. */
async function begin() {
  if (moving && !moving.container()?.isConnected) { moving.destroy(); moving = null; }
  const figure = graph();
  const library = document.querySelector("script[data-library]")?.dataset.library;
  if (!figure || !library || figure.dataset.fitted) return;
  await fit();
  if (graph() !== figure) return; // another one was drawn, and begins by itself
  const place = figure.querySelector(".free-network");
  const drawing = figure.querySelector("svg.network:not(.key)");
  figure.dataset.fitted = "asked";
  const { default: cytoscape } = await import(library);
  if (graph() !== figure) return;
  figure.dataset.fitted = "free";
  place.style.height = `${drawing.getBoundingClientRect().height}px`;
  place.hidden = false;
  moving = cytoscape({
    container: place, elements: elements(drawing), style: look(), layout: { name: "preset", fit: false }, zoom: 1, pan: { x: 0, y: 0 },
    minZoom: 0.3, maxZoom: 5, userZoomingEnabled: false, boxSelectionEnabled: false, autounselectify: true,
  });
  drawing.classList.add("replaced");
  figure.querySelectorAll("[data-hint]").forEach((hint) => { hint.hidden = false; });
  listen(moving, place);
}

function listen(network, place) {
  network.on("tap", "node, edge", (event) => location.assign(event.target.data("href")));
  network.on("zoom", () => network.nodes().toggleClass("near", network.zoom() > NEAR));
  network.on("mouseover", "node, edge", ({ target }) => {
    place.title = target.data("title");
    place.classList.add("pointed");
    const near = target.isNode() ? target.closedNeighborhood() : target.union(target.connectedNodes());
    network.elements().difference(near).addClass("faint");
    near.edges().addClass("lit");
  });
  network.on("mouseout", "node, edge", () => {
    place.title = "";
    place.classList.remove("pointed");
    network.elements().removeClass("faint lit");
  });
  place.addEventListener("wheel", (event) => { // with Ctrl, so that the page can still be scrolled
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const { left, top } = place.getBoundingClientRect();
    closer(Math.exp(Math.max(-1, Math.min(1, -event.deltaY / 200))), { x: event.clientX - left, y: event.clientY - top });
  }, { passive: false });
}

function closer(factor, at = { x: moving.width() / 2, y: moving.height() / 2 }) {
  moving.zoom({ level: moving.zoom() * factor, renderedPosition: at });
}

const KEYS = {
  "+": () => closer(1.4), "=": () => closer(1.4), "-": () => closer(1 / 1.4), Home: () => moving.viewport({ zoom: 1, pan: { x: 0, y: 0 } }),
  ArrowLeft: () => moving.panBy({ x: 60, y: 0 }), ArrowRight: () => moving.panBy({ x: -60, y: 0 }),
  ArrowUp: () => moving.panBy({ x: 0, y: 60 }), ArrowDown: () => moving.panBy({ x: 0, y: -60 }),
};
document.addEventListener("keydown", (event) => {
  if (!moving || event.target !== graph() || event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});

const paint = () => moving?.style(look());
new MutationObserver(paint).observe(document.documentElement, { attributes: true, attributeFilter: ["data-scheme"] });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
document.addEventListener("htmx:afterSettle", begin);
document.addEventListener("sayso:drawn", begin);
begin();
