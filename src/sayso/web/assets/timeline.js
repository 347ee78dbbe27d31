// The timeline moves: by keys, wheel and drag. Each new view is drawn by the server and has an address of its own.

const DAY = 86_400_000;
const SETTLE = 160; // milliseconds without a further step before the server is asked
const chart = () => document.querySelector("[data-chart]");
let waiting = null; // the view that is asked for soon
let asking = null; // what can call off the request that is under way
let held = null; // where a drag began

const ordinal = (day) => Date.parse(`${day}T00:00:00Z`) / DAY;
const isoDay = (number) => new Date(Math.max(-719162, Math.min(2932896, number)) * DAY).toISOString().slice(0, 10);

/** First day and number of days that are shown, or will be soon. */
function view() {
  const { from, to } = chart().dataset;
  return waiting ?? { first: ordinal(from), days: ordinal(to) - ordinal(from) + 1 };
}

function addressOf({ first, days }) {
  const address = new URL(location.href);
  address.pathname = "/timeline";
  address.searchParams.set("from", isoDay(Math.round(first)));
  address.searchParams.set("to", isoDay(Math.round(first + days) - 1));
  return address;
}

/** Shows what an address draws in the room that is there; `remember` puts it into the history. */
async function show(address, remember = true) {
  asking?.abort();
  asking = new AbortController();
  const wanted = new URL(address, location.href);
  wanted.pathname = "/timeline/chart";
  wanted.searchParams.set("w", room());
  const had = chart()?.contains(document.activeElement);
  try {
    const answer = await fetch(wanted, { signal: asking.signal });
    if (!answer.ok) return location.assign(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const table = document.querySelector(".same-as-table")?.open;
    document.querySelector("#timeline").replaceWith(document.adoptNode(page.querySelector("#timeline")));
    if (table && document.querySelector(".same-as-table")) document.querySelector(".same-as-table").open = true;
    if (had) chart()?.focus({ preventScroll: true });
    if (remember) history.pushState(null, "", address);
    carryOn(new URL(address, location.href));
    begin();
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  }
}

/** Filter and facets lead on to the view that is shown. */
function carryOn(address) {
  for (const name of ["from", "to", "lanes"]) {
    const value = address.searchParams.get(name);
    for (const link of document.querySelectorAll(".facets a, .chosen a")) {
      const target = new URL(link.href);
      if (value) target.searchParams.set(name, value); else target.searchParams.delete(name);
      link.setAttribute("href", target.pathname + target.search);
    }
    const form = document.querySelector("form.filter");
    form?.querySelector(`input[type=hidden][name=${name}]`)?.remove();
    if (form && value) {
      const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
      form.append(field);
    }
  }
}

/** Pixels that a drawing can be wide. */
function room() {
  const place = document.querySelector("#timeline .scroll") ?? document.querySelector("#timeline");
  return Math.max(280, Math.min(2400, Math.round(place.clientWidth)));
}

/** Shows at once where a step leads, and asks for it when no other follows. */
function go(next) {
  waiting = { first: next.first, days: Math.max(3, Math.min(3_000_000, next.days)) };
  const { from, to, width } = chart().dataset;
  const shown = ordinal(to) - ordinal(from) + 1;
  const scale = shown / waiting.days;
  const shift = ((ordinal(from) - waiting.first) / waiting.days) * width;
  chart().querySelector("[data-moving]").setAttribute("transform", `translate(${shift} 0) scale(${scale} 1)`);
  clearTimeout(go.timer);
  go.timer = setTimeout(() => { const wanted = waiting; waiting = null; show(addressOf(wanted)); }, SETTLE);
}

const moved = (share) => { const { first, days } = view(); go({ first: first + days * share, days }); };

function zoomed(factor, at = 0.5) {
  const { first, days } = view();
  go({ first: first + days * at * (1 - factor), days: days * factor });
}

const KEYS = {
  ArrowLeft: () => moved(-0.25), ArrowRight: () => moved(0.25),
  "+": () => zoomed(0.5), "=": () => zoomed(0.5), "-": () => zoomed(2),
  Home: () => show(document.querySelector("[title*='Home']").href),
};

document.addEventListener("keydown", (event) => {
  if (!event.target.closest?.("[data-chart]") || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = KEYS[event.key];
  if (step) { event.preventDefault(); step(); }
});

document.addEventListener("wheel", (event) => {
  const drawing = event.target.closest?.("[data-chart] .scroll");
  if (!drawing) return;
  const { left, width } = drawing.getBoundingClientRect();
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    zoomed(Math.exp(Math.max(-1, Math.min(1, event.deltaY / 200))), (event.clientX - left) / width);
  } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
    event.preventDefault();
    moved((event.deltaX || event.deltaY) / width);
  }
}, { passive: false });

document.addEventListener("pointerdown", (event) => {
  const drawing = event.target.closest?.("[data-chart] .scroll");
  if (drawing && event.button === 0) held = { x: event.clientX, width: drawing.clientWidth, moves: false, ...view() };
});
document.addEventListener("pointermove", (event) => {
  if (!held) return;
  const by = event.clientX - held.x;
  held.moves ||= Math.abs(by) > 5;
  if (!held.moves) return;
  chart().classList.add("dragged");
  go({ first: held.first - (by / held.width) * held.days, days: held.days });
  clearTimeout(go.timer); // only when it is let go
});
function letGo() {
  if (held?.moves && waiting) go(waiting);
  chart()?.classList.remove("dragged");
  if (held?.moves) addEventListener("click", (event) => { event.preventDefault(); event.stopPropagation(); }, { capture: true, once: true, signal: AbortSignal.timeout(50) });
  held = null;
}
document.addEventListener("pointerup", letGo);
document.addEventListener("pointercancel", letGo);
document.addEventListener("dragstart", (event) => { if (event.target.closest?.("[data-chart]")) event.preventDefault(); });

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#timeline a[data-window]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  show(link.getAttribute("href"));
});
addEventListener("popstate", () => { if (location.pathname === "/timeline" && chart()) show(location.href, false); });

/** Draws anew when the drawing has another width than its room. */
function begin() {
  const drawing = chart();
  if (!drawing) return;
  drawing.querySelectorAll("[data-hint]").forEach((hint) => { hint.hidden = false; });
  if (Math.abs(room() - drawing.dataset.width) > 24) show(location.href, false);
}
addEventListener("resize", () => { clearTimeout(begin.timer); begin.timer = setTimeout(begin, 200); });
document.addEventListener("htmx:afterSettle", begin);
begin();
