// Of the network what belongs to a party or a tie stands out while it is pointed at, or has the focus.

const graph = () => document.querySelector("[data-graph]");

function light(event) {
  const part = event.target.closest?.(".party[data-key], .tie[data-one]");
  const drawing = graph()?.querySelector("svg");
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

/** Draws anew when the drawing has another width than its room. */
async function fit() {
  const drawing = graph();
  if (!drawing) return;
  const room = Math.max(280, Math.min(2400, drawing.querySelector(".scroll").clientWidth));
  if (Math.abs(room - drawing.dataset.width) <= 24) return;
  const wanted = new URL(location.href);
  wanted.pathname = "/network/chart";
  wanted.searchParams.set("w", room);
  const answer = await fetch(wanted);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.querySelector("#network");
  if (answer.ok && found && graph() === drawing) document.querySelector("#network").replaceWith(document.adoptNode(found));
}
addEventListener("resize", () => { clearTimeout(fit.timer); fit.timer = setTimeout(fit, 200); });
document.addEventListener("htmx:afterSettle", fit);
fit();
