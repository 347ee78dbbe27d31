// The article beside its records: a value lights its words, words light their records. Without this the links lead there.

const page = document.querySelector("main"); // stays when what is in it is shown anew
let pinned = null;

function records() {
  return page.querySelector(".found");
}

/** The element with records that something lies in; null when there is none. */
function marked(target) {
  return target instanceof Element ? target.closest("[data-r]") : null;
}

function inText(element) {
  return element.classList.contains("w");
}

/** The records of an element; an event stands for its values too. */
function numbers(element) {
  const found = element.dataset.r.split(" ");
  if (inText(element)) return found;
  const record = element.classList.contains("whole") ? element.closest(".record") : element;
  return [...found, ...[...record.querySelectorAll("[data-r]")].map((field) => field.dataset.r)];
}

/** Lights the words of a value; of words their records, and no other words. */
function light(element) {
  for (const lit of page.querySelectorAll(".lit, .holds-lit")) lit.classList.remove("lit", "holds-lit");
  if (!element) return;
  element.classList.add("lit");
  for (const number of new Set(numbers(element))) {
    for (const found of (inText(element) ? records() : page).querySelectorAll(`[data-r~="${CSS.escape(number)}"]`)) {
      found.classList.add("lit");
      found.closest(".record")?.classList.add("holds-lit");
    }
  }
}

/** The record that words belong to most closely: a value before the event that it is a part of. */
function nearest(element) {
  const found = element.dataset.r.split(" ").map((number) => records().querySelector(`#r${CSS.escape(number)}`));
  const fields = found.filter(Boolean);
  return fields.find((field) => field.matches(".field") && field.closest("ol")) ?? fields[0];
}

function show(element) {
  const record = element && nearest(element);
  if (!record) return;
  record.closest("details")?.setAttribute("open", "");
  record.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function point(event) {
  light(marked(event.target) ?? pinned);
}

page.addEventListener("pointerover", point);
page.addEventListener("focusin", point);
page.addEventListener("pointerleave", () => light(pinned));
page.addEventListener("click", (event) => {
  const element = marked(event.target);
  if (!element || event.target.closest("a:not([data-r])")) return;
  if (!String(getSelection()).trim()) pinned = element;
  light(element);
  if (inText(element) && !element.matches("a")) show(element);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  pinned = null;
  light(null);
});
