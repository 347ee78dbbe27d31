// The places of a map that moves freely, as buttons of the page: a sign for one incident, a circle for several.

export const STATUSES = ["happened", "planned", "possible", "negated", "failed"];
const SVG = "http://www.w3.org/2000/svg";

/** The places as buttons: those that would touch are one, with their number. */
export class Pins {
  constructor(engine, map, pick) {
    Object.assign(this, { engine, map, pick, shown: new Map() });
  }

  /** The pins of what the map shows now. */
  async update() {
    const turn = (this.turn = {}), found = new Map();
    for (const feature of this.map.querySourceFeatures("places")) {
      const { cluster_id: cluster, number } = feature.properties;
      const key = cluster === undefined ? `place ${number}` : `cluster ${cluster}`;
      if (!found.has(key)) found.set(key, this.shown.get(key) ?? this.made(feature, await this.places(feature)));
      if (this.turn !== turn) return; // the map has moved meanwhile
    }
    for (const [key, marker] of this.shown) if (!found.has(key)) marker.remove();
    for (const [key, marker] of found) if (!this.shown.has(key)) marker.addTo(this.map);
    this.shown = found;
    this.nameWhereThereIsRoom();
  }

  /** The places of a pin, the one with the most incidents first. */
  async places(feature) {
    const { cluster_id: cluster, point_count: number } = feature.properties;
    const found = cluster === undefined ? [feature] : await this.map.getSource("places").getClusterLeaves(cluster, number, 0);
    return found.sort((one, other) => other.properties.incidents - one.properties.incidents);
  }

  /** A pin for one or several places; it stands at the first, never where nothing was told to happen. */
  made({ properties }, places) {
    const pin = Object.assign(document.createElement("button"), { type: "button", className: "pin" });
    const number = properties.incidents;
    const more = new Set(places.map((place) => place.properties.name)).size - 1;
    const name = places[0].properties.name + (more > 0 ? ` and ${more.toLocaleString("en")} more` : "");
    const said = properties.told ?? STATUSES.filter((s) => properties[s]).map((s) => `${properties[s]} ${s}`).join(", ");
    pin.title = `${name}${properties.exactness ? ` (${properties.exactness})` : ""}: ${said}`;
    pin.setAttribute("aria-label", pin.title);
    pin.append(number === 1 ? sign(properties) : disc(properties, number));
    if (name) pin.append(Object.assign(document.createElement("bdi"), { className: "pin-name", textContent: name }));
    pin.dataset.incidents = number;
    pin.addEventListener("click", () => this.pick(boxAround(places.map((place) => place.geometry.coordinates))));
    return new this.engine.Marker({ element: pin }).setLngLat(places[0].geometry.coordinates);
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
}

/** The box around points, a little wider than these. */
function boxAround(points) {
  const middle = points[0][0];
  const longitudes = points.map(([lon]) => lon - 360 * Math.round((lon - middle) / 360));
  const turn = 360 * Math.floor((Math.min(...longitudes) + 180) / 360);
  const latitudes = points.map((point) => point[1]);
  const west = Math.max(-180, Math.min(...longitudes) - turn - 0.01);
  const edges = [west, Math.min(...latitudes) - 0.01, Math.max(...longitudes) - turn + 0.01, Math.max(...latitudes) + 0.01];
  return edges.map((degree) => +degree.toFixed(4)).join(",");
}

export const touches = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

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

export function made(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
