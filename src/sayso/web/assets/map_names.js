// Names of states on a map that moves freely: the server says where each can stand, this one what else is there.
import { touches } from "./map_pins.js";

const OTHERS = ".pin svg, .pin-name:not([hidden]), .turn-number";

export class Names {
  constructor(engine, map, address, way) {
    Object.assign(this, { engine, map, address, way, shown: [], window: "" });
  }

  /** The names of a window, as an address has it; asked for once. */
  async update(window) {
    if (window === this.window) return this.place();
    this.window = window;
    const address = new URL(this.address, location.href);
    address.searchParams.set("view", window);
    address.searchParams.set("w", Math.min(2400, Math.max(280, this.map.getContainer().clientWidth)));
    const states = await fetch(address).then((answer) => (answer.ok ? answer.json() : []), () => []);
    if (window !== this.window || !this.map.getContainer().isConnected) return;
    for (const { marker } of this.shown) marker.remove();
    this.shown = states.map(({ name, spots }) => {
      const element = Object.assign(document.createElement("span"), { className: "state-name", textContent: name });
      return { element, spots, marker: new this.engine.Marker({ element }).setLngLat(spots[0]).addTo(this.map) };
    });
    this.place();
  }

  /** Each name where it touches nothing, the first of its places that is free; none where there is none. */
  place() {
    const taken = [...this.map.getContainer().querySelectorAll(OTHERS)].map((other) => other.getBoundingClientRect());
    const frame = this.map.getContainer().getBoundingClientRect();
    const inside = (box) => box.left > frame.left && box.right < frame.right && box.top > frame.top && box.bottom < frame.bottom;
    for (const { element, spots, marker } of this.shown) {
      element.hidden = false;
      const found = spots.some((spot) => {
        marker.setLngLat(spot);
        const box = element.getBoundingClientRect();
        return inside(box) && !this.way.crosses(box) && !taken.some((other) => touches(box, other));
      });
      element.hidden = !found;
      if (found) taken.push(element.getBoundingClientRect());
    }
  }
}
