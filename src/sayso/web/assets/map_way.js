// The way of a person on a map that moves freely: a number at each stop, an arrow on each leg.
import { made } from "./map_pins.js";

const SHORTEST = 30; // pixels of a leg that has an arrow

export class Way {
  constructor(engine, map, places) {
    const of = (feature) => places.features.filter((f) => f.properties.feature === feature);
    Object.assign(this, { engine, map, stops: of("stop"), numbers: [], arrows: of("leg").map((leg) => arrow(engine, leg)) });
    this.update();
  }

  update() {
    this.number();
    this.point();
  }

  /** The numbers of stops; those that would touch stand together at the first of them. */
  number() {
    for (const marker of this.numbers) marker.remove();
    const groups = [];
    for (const { properties, geometry } of this.stops) {
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

  /** Whether a leg goes through a box of the window. */
  crosses(box) {
    const frame = this.map.getContainer().getBoundingClientRect();
    return this.arrows.some(({ ends }) => {
      const [one, other] = ends.map((end) => this.map.project(end));
      return reaches(frame.left + one.x, other.x - one.x, frame.top + one.y, other.y - one.y, box);
    });
  }

  /** The arrows of the legs that are long enough to see which way they go. */
  point() {
    for (const { marker, ends } of this.arrows) {
      const [one, other] = ends.map((end) => this.map.project(end));
      marker.remove();
      if (Math.hypot(one.x - other.x, one.y - other.y) >= SHORTEST) marker.addTo(this.map);
    }
  }
}

/** Whether a line from a point by some steps has a part in a box (Liang and Barsky 1984). */
function reaches(x, right, y, lower, box) {
  let from = 0, to = 1;
  for (const [step, near, far] of [[right, box.left - x, box.right - x], [lower, box.top - y, box.bottom - y]]) {
    if (!step && (near > 0 || far < 0)) return false;
    if (!step) continue;
    from = Math.max(from, Math.min(near / step, far / step));
    to = Math.min(to, Math.max(near / step, far / step));
  }
  return from <= to;
}

/** An arrow in the middle of a leg; a leg is straight on this map, so that it points the same way however near one is. */
function arrow(engine, leg) {
  const ends = leg.geometry.coordinates;
  const [one, other] = ends.map((end) => engine.MercatorCoordinate.fromLngLat(end));
  const middle = new engine.MercatorCoordinate((one.x + other.x) / 2, (one.y + other.y) / 2).toLngLat();
  const head = made("svg", { class: "map onward-of", "data-drawing": "", width: 12, height: 12, viewBox: "-6 -6 12 12", "aria-hidden": "true" });
  head.append(made("path", { class: "onward", d: "M-4 -5 L5 0 L-4 5 Z" }));
  const element = document.createElement("span");
  element.className = "arrow";
  element.append(head);
  const rotation = Math.atan2(other.y - one.y, other.x - one.x) * 180 / Math.PI;
  return { ends, marker: new engine.Marker({ element, rotation, rotationAlignment: "map" }).setLngLat(middle) };
}
