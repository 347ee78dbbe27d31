// A map that moves freely (MapLibre, WebGL), of the same places; its base is only what this server has: no tiles, no
// glyphs, no sprites. Numbers and names are elements of the page.
import { Names } from "./map_names.js";
import { Pins, STATUSES } from "./map_pins.js";
import { Way } from "./map_way.js";

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
      const pins = new Pins(engine, map, pick), way = new Way(engine, map, places), names = new Names(engine, map, place.dataset.names, way);
      map.on("idle", () => pins.update().then(() => names.update(written(map))));
      map.on("zoomend", () => way.update());
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
