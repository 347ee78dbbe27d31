// A map that moves freely (MapLibre, WebGL), of the same places; its base is only what this server has: no tiles, no
// glyphs, no sprites. Numbers and names are elements of the page.

const STATUSES = ["happened", "planned", "possible", "negated", "failed"];
const SVG = "http://www.w3.org/2000/svg";
const KM_OF_WORLD = 40075; // of the equator
const TILE = 512; // pixels of the world at zoom 0
const CLOSEST = 11;

/** The map over a drawing; null where the browser has no WebGL or the places do not come. */
export async function freeMap(figure, library, { moved, pick }) {
  const place = figure.querySelector(".free-map");
  if (!place || !document.createElement("canvas").getContext("webgl2")) return null;
  figure.dataset.fitted = "asked";
  try {
    const [engine, places] = await Promise.all([import(library.library), loaded(place.dataset.places), styled(library.style)]);
    if (!figure.isConnected) return null;
    engine.setWorkerUrl(library.worker);
    return await started(engine, figure, place, places, { moved, pick });
  } catch (error) {
    console.info(`The map stays as it was drawn: ${error.message}`);
    figure.dataset.fitted = "";
    place.hidden = true;
    return null;
  }
}

async function loaded(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} has no answer`);
  return answer.json();
}

function styled(address) {
  const known = document.querySelector(`link[href="${address}"]`);
  if (known) return null;
  return new Promise((done, failed) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address, onload: done, onerror: failed });
    document.head.append(link);
  });
}

function started(engine, figure, place, places, { moved, pick }) {
  const drawn = figure.querySelector("svg.map");
  const [west, south, east, north] = figure.dataset.box.split(",").map(Number);
  place.style.height = `${drawn.getBoundingClientRect().height}px`;
  place.classList.add("waiting");
  place.hidden = false;
  const map = new engine.Map({
    container: place, style: style(place, places), bounds: [[west, south], [east, north]], maxZoom: CLOSEST,
    attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, keyboard: false,
    cooperativeGestures: true, fadeDuration: 0,
  });
  map.touchZoomRotate.disableRotation();
  return new Promise((done, failed) => {
    map.once("error", ({ error }) => { map.remove(); failed(error); });
    map.once("load", () => {
      figure.dataset.fitted = "free";
      drawn.setAttribute("hidden", "");
      drawn.classList.add("replaced");
      place.classList.remove("waiting");
      figure.querySelectorAll("[data-hint]").forEach((hint) => { hint.hidden = false; });
      const pins = new Pins(engine, map, pick);
      map.on("idle", () => pins.update());
      map.on("zoomend", () => pins.turns(places));
      pins.turns(places);
      map.on("moveend", () => moved(written(map)));
      watchScheme(map, place);
      done({ step: (way) => step(map, way, [[west, south], [east, north]]), stays: () => figure.isConnected || void map.remove() });
    });
  });
}

function step(map, way, whole) {
  const { clientWidth: wide, clientHeight: high } = map.getContainer();
  const moves = { west: [-wide * 0.4, 0], east: [wide * 0.4, 0], north: [0, -high * 0.4], south: [0, high * 0.4] };
  const at = { animate: !matchMedia("(prefers-reduced-motion: reduce)").matches };
  if (way === "in") map.zoomIn(at);
  else if (way === "out") map.zoomOut(at);
  else if (way === "all") map.fitBounds(whole, at);
  else map.panBy(moves[way], at);
}

/** The window as an address has it: west from -180 to 180, east at most once around. */
function written(map) {
  const bounds = map.getBounds();
  const wide = Math.min(360, bounds.getEast() - bounds.getWest());
  const west = ((bounds.getWest() + 180) % 360 + 360) % 360 - 180;
  return [west, bounds.getSouth(), west + wide, bounds.getNorth()].map((degree) => +degree.toFixed(3)).join(",");
}

function style(place, places) {
  const colour = colours(place);
  const of = (feature) => ({ type: "FeatureCollection", features: places.features.filter((f) => f.properties.feature === feature) });
  const clusterProperties = Object.fromEntries(["incidents", ...STATUSES].map((name) => [name, ["+", ["coalesce", ["get", name], 0]]]));
  const line = (id, source, filter, more) => ({ id, type: "line", source, filter, paint: { "line-color": colour[id] ?? colour.ink, ...more } });
  const part = (name) => ["==", ["get", "part"], name];
  for (const [number, { properties, geometry }] of places.features.entries()) {
    properties.number ??= number; // tiles may hold a place twice
    if (properties.reach) properties.pixels = properties.reach / (KM_OF_WORLD * Math.cos(geometry.coordinates[1] * Math.PI / 180)) * TILE; // of its reach at zoom 0
  }
  return {
    version: 8,
    sources: {
      world: { type: "geojson", data: new URL(place.dataset.world, location.href).href, tolerance: 0.3 },
      places: { type: "geojson", data: of("place"), cluster: true, clusterRadius: 38, clusterMaxZoom: CLOSEST + 1, clusterProperties },
      reach: { type: "geojson", data: of("place") },
      way: { type: "geojson", data: of("leg") },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour.sea } },
      { id: "land", type: "fill", source: "world", filter: part("land"), paint: { "fill-color": colour.land, "fill-antialias": false } },
      line("border", "world", part("border"), { "line-width": 0.9 }),
      line("disputed", "world", part("disputed"), { "line-width": 1.3, "line-dasharray": [3.5, 2.5] }),
      { id: "reach", type: "circle", source: "reach", filter: [">", ["coalesce", ["get", "pixels"], 0], 0], paint: {
        "circle-radius": ["interpolate", ["exponential", 2], ["zoom"], 0, ["get", "pixels"], 20, ["*", ["get", "pixels"], 2 ** 20]],
        "circle-color": colour.accent, "circle-opacity": 0.07, "circle-stroke-color": colour.accent, "circle-stroke-opacity": 0.4, "circle-stroke-width": 1 } },
      line("gone", "way", ["!", ["get", "planned"]], { "line-width": 1.8 }),
      line("planned", "way", ["get", "planned"], { "line-width": 1.8, "line-dasharray": [3.5, 3] }),
      { id: "pins", type: "circle", source: "places", paint: { "circle-radius": 1, "circle-opacity": 0 } },
    ],
  };
}

const NAMES = { sea: "--sea", land: "--land", border: "--border", disputed: "--dispute", accent: "--accent", ink: "--ink" };
function colours(place) {
  const known = getComputedStyle(place);
  return Object.fromEntries(Object.entries(NAMES).map(([name, variable]) => [name, known.getPropertyValue(variable).trim()]));
}

function watchScheme(map, place) {
  const paint = () => {
    if (!place.isConnected) return;
    const colour = colours(place);
    map.setPaintProperty("sea", "background-color", colour.sea);
    map.setPaintProperty("land", "fill-color", colour.land);
    for (const id of ["border", "disputed"]) map.setPaintProperty(id, "line-color", colour[id]);
    for (const id of ["gone", "planned"]) map.setPaintProperty(id, "line-color", colour.ink);
    for (const name of ["circle-color", "circle-stroke-color"]) map.setPaintProperty("reach", name, colour.accent);
  };
  new MutationObserver(paint).observe(document.documentElement, { attributes: true, attributeFilter: ["data-scheme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
}

/** The places as buttons: those that would touch are one, with their number. */
class Pins {
  constructor(engine, map, pick) {
    Object.assign(this, { engine, map, pick, shown: new Map() });
  }

  update() {
    const found = new Map();
    for (const feature of this.map.querySourceFeatures("places")) {
      const { cluster_id: cluster, number } = feature.properties;
      const key = cluster === undefined ? `place ${number}` : `cluster ${cluster}`;
      if (!found.has(key)) found.set(key, this.shown.get(key) ?? this.made(feature));
    }
    for (const [key, marker] of this.shown) if (!found.has(key)) marker.remove();
    for (const [key, marker] of found) if (!this.shown.has(key)) marker.addTo(this.map);
    this.shown = found;
    this.nameWhereThereIsRoom();
  }

  made(feature) {
    const { properties, geometry } = feature;
    const pin = Object.assign(document.createElement("button"), { type: "button", className: "pin" });
    const number = properties.incidents;
    const name = properties.name ?? `${properties.point_count} places`;
    const said = properties.told ?? STATUSES.filter((s) => properties[s]).map((s) => `${properties[s]} ${s}`).join(", ");
    pin.title = `${name}${properties.exactness ? ` (${properties.exactness})` : ""}: ${said}`;
    pin.setAttribute("aria-label", pin.title);
    pin.append(number === 1 ? sign(properties) : disc(properties, number));
    if (properties.name) pin.append(Object.assign(document.createElement("bdi"), { className: "pin-name", textContent: name }));
    pin.dataset.incidents = number;
    pin.addEventListener("click", async () => this.pick(await this.box(feature)));
    return new this.engine.Marker({ element: pin }).setLngLat(geometry.coordinates);
  }

  /** The box around the places of a pin, a little wider than these. */
  async box({ properties, geometry }) {
    let points = [geometry.coordinates];
    if (properties.cluster_id !== undefined) {
      const leaves = await this.map.getSource("places").getClusterLeaves(properties.cluster_id, properties.point_count, 0);
      points = leaves.map((leaf) => leaf.geometry.coordinates);
    }
    const middle = geometry.coordinates[0];
    const longitudes = points.map(([lon]) => lon - 360 * Math.round((lon - middle) / 360));
    const turn = 360 * Math.floor((Math.min(...longitudes) + 180) / 360);
    const latitudes = points.map((point) => point[1]);
    const west = Math.max(-180, Math.min(...longitudes) - turn - 0.01);
    const edges = [west, Math.min(...latitudes) - 0.01, Math.max(...longitudes) - turn + 0.01, Math.max(...latitudes) + 0.01];
    return edges.map((degree) => +degree.toFixed(4)).join(",");
  }

  /** Names stand beside their pin where they touch no other pin and no other name. */
  nameWhereThereIsRoom() {
    const pins = [...this.map.getContainer().querySelectorAll(".pin")].sort((a, b) => b.dataset.incidents - a.dataset.incidents);
    const taken = pins.map((pin) => pin.querySelector("svg").getBoundingClientRect());
    const frame = this.map.getContainer().getBoundingClientRect();
    const free = (box, own) => box.right < frame.right && box.left > frame.left && !taken.some((other, n) => n !== own && touches(box, other));
    for (const [n, pin] of pins.entries()) {
      const name = pin.querySelector(".pin-name");
      if (!name) continue;
      name.hidden = false;
      const found = ["right", "left", "below"].some((side) => {
        name.className = `pin-name ${side}`;
        return free(name.getBoundingClientRect(), n);
      });
      name.hidden = !found;
      if (found) taken.push(name.getBoundingClientRect());
    }
  }

  /** The numbers of stops; those that would touch stand together at the first of them. */
  turns(places) {
    for (const marker of this.numbers ?? []) marker.remove();
    const groups = [];
    for (const { properties, geometry } of places.features.filter((f) => f.properties.feature === "stop")) {
      const at = this.map.project(geometry.coordinates);
      const near = groups.find((group) => Math.abs(group.at.x - at.x) < 40 && Math.abs(group.at.y - at.y) < 20);
      if (near) near.stops.push(properties); else groups.push({ at, place: geometry.coordinates, stops: [properties] });
    }
    this.numbers = groups.map(({ place, stops }) => {
      const planned = stops.every((stop) => stop.planned) ? " planned" : "";
      const words = stops.map((stop) => stop.number).join(", ");
      const element = Object.assign(document.createElement("span"), { className: `turn-number${planned}`, textContent: words });
      return new this.engine.Marker({ element, offset: [0, -22] }).setLngLat(place).addTo(this.map);
    });
  }
}

const touches = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** The sign of one incident, as the legend has it. */
function sign(properties) {
  const status = STATUSES.find((name) => properties[name]) ?? "happened";
  return document.querySelector(`.legend .mark-of.${status}`).closest("svg").cloneNode(true);
}

/** A circle with a number; its rim tells by parts how certain the incidents are. */
function disc(properties, number) {
  const radius = Math.min(24, 9 + 1.7 * Math.log2(number));
  const size = 2 * radius + 2;
  const circle = made("svg", { class: "map", "data-drawing": "", width: size, height: size, viewBox: `${-size / 2} ${-size / 2} ${size} ${size}` });
  circle.append(made("circle", { class: "disc", r: radius }));
  let turned = 0;
  for (const status of STATUSES) {
    const share = (properties[status] ?? 0) / number;
    if (!share) continue;
    circle.append(made("path", { class: `arc ${status}`, d: arc(turned, turned + share, radius - 1.75) }));
    turned += share;
  }
  const text = made("text", { class: "count", "text-anchor": "middle", y: 4 });
  text.textContent = number.toLocaleString("en");
  circle.append(text);
  return circle;
}

function arc(start, stop, radius) {
  const at = (share) => `${radius * Math.sin(2 * Math.PI * share)} ${-radius * Math.cos(2 * Math.PI * share)}`;
  return `M${at(start)}A${radius} ${radius} 0 ${Number(stop - start > 0.5)} 1 ${at(Math.min(stop, start + 0.9999))}`;
}

function made(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
