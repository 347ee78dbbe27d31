// Drawings of the server in the width that there is.

/** Draws anew when a drawing has another width than its room: `part` is what is exchanged, `path` draws it. */
export function fitted({ drawing, part, path }) {
  async function fit() {
    const old = document.querySelector(drawing);
    const place = old?.querySelector(".scroll");
    if (!place || old.dataset.fitted === "free") return;
    const room = Math.max(280, Math.min(2400, Math.round(place.clientWidth)));
    if (Math.abs(room - old.dataset.width) <= 24) return;
    const page = await fetched(new URL(location.href), path, room);
    const found = page?.querySelector(part);
    if (found && document.querySelector(drawing) === old && old.dataset.fitted !== "free") {
      document.querySelector(part).replaceWith(document.adoptNode(found));
      document.dispatchEvent(new CustomEvent("sayso:drawn"));
    }
  }
  addEventListener("resize", () => { clearTimeout(fit.timer); fit.timer = setTimeout(fit, 200); });
  document.addEventListener("htmx:afterSettle", fit);
  return fit;
}

/** The page of an address, drawn in a width; null when there is none. */
export async function fetched(address, path, room) {
  const wanted = new URL(address, location.href);
  wanted.pathname = path;
  wanted.searchParams.set("w", room);
  const answer = await fetch(wanted);
  return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
}
