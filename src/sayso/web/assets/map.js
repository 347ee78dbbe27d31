// The map fits its room and answers to keys; where the browser can draw it itself, it becomes one that moves freely.
import { fetched, fitted } from "./fitting.js";
import { freeMap } from "./free_map.js";

const OWN = ["view", "at", "without"];
const drawing = () => document.querySelector("[data-map-drawing]");
const fit = fitted({ drawing: "[data-map-drawing]", part: "#map", path: "/map/chart" });
let free = null; // the map that moves freely

/** Shows what an address says; a map that moves freely stays, and only the list above it changes. */
async function show(address, remember = true) {
  const room = Math.round(drawing().querySelector(".scroll").clientWidth);
  const page = await fetched(address, "/map/chart", room);
  const found = page?.querySelector("#map");
  if (!found) return location.assign(address);
  if (free) {
    document.querySelector("#map > .picked")?.remove();
    const picked = found.querySelector(".picked");
    if (picked) document.querySelector("#map").prepend(document.adoptNode(picked));
  } else {
    document.querySelector("#map").replaceWith(document.adoptNode(found));
    begin();
  }
  if (remember) history.pushState(null, "", address);
  carryOn(new URL(address, location.href));
  document.querySelector("#map > .picked")?.scrollIntoView({ block: "nearest" });
}

/** Filter and facets lead on to the window that is shown. */
function carryOn(address) {
  const form = document.querySelector("form.filter");
  for (const name of OWN) {
    const value = address.searchParams.get(name);
    for (const link of document.querySelectorAll(".facets a, .chosen a")) {
      const target = new URL(link.href);
      if (value) target.searchParams.set(name, value); else target.searchParams.delete(name);
      link.setAttribute("href", target.pathname + target.search);
    }
    form?.querySelector(`input[type=hidden][name=${name}]`)?.remove();
    if (form && value) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
}

/** The window of the free map goes into the address. */
function moved(view) {
  const address = new URL(location.href);
  address.searchParams.set("view", view);
  history.replaceState(null, "", address);
  carryOn(address);
}

/** The incidents within a box: west, south, east, north. */
function pick(box) {
  const address = new URL(location.href);
  address.searchParams.delete("without");
  address.searchParams.set("at", box);
  show(address.pathname + address.search);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#map a[data-map]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  if (free && link.dataset.step) free.step(link.dataset.step); else show(link.getAttribute("href"));
});

const KEYS = {
  "+": "in", "=": "in", "-": "out", Home: "all", ArrowLeft: "west", ArrowRight: "east", ArrowUp: "north", ArrowDown: "south",
};
document.addEventListener("keydown", (event) => {
  const step = KEYS[event.key];
  if (!step || event.target !== drawing() || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  document.querySelector(`#map a[data-step=${step}]`)?.click();
});
addEventListener("popstate", () => { if (location.pathname === "/map" && drawing()) show(location.href, false); });

/** Starts what a drawing that is new needs. */
async function begin() {
  const here = drawing();
  if (free && !free.stays()) free = null;
  if (!here || here.dataset.fitted) return;
  await fit();
  if (drawing() !== here || here.dataset.fitted) return; // another one was drawn, and begins by itself
  const library = document.querySelector("script[data-library]")?.dataset;
  const made = library && await freeMap(here, library, { moved, pick });
  if (made && drawing() === here) free = made;
}
document.addEventListener("htmx:afterSettle", begin);
document.addEventListener("sayso:drawn", begin);
begin();
