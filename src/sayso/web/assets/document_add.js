// Words that are selected in the article go into the field that waits for them, or begin a new record.

const main = document.querySelector("main");
let field = null; // the field of an open form that was used last
let picked = null; // the selected words and where they begin

const bar = () => main.querySelector("[data-picked]");

/** Code points before a place of a block: offsets of the text count these, not the halves of JavaScript. */
function points(words) {
  return [...words].length;
}

/** The selected words of one paragraph with their place in the text; null when none are selected there. */
function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0).cloneRange();
  const start = range.startContainer;
  const block = (start instanceof Element ? start : start.parentElement)?.closest("[data-at]");
  if (!block || !main.contains(block)) return null;
  if (!block.contains(range.endContainer)) range.setEnd(block, block.childNodes.length);
  const words = range.toString();
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const trimmed = words.trimStart();
  const at = Number(block.dataset.at) + points(before.toString()) + points(words.slice(0, words.length - trimmed.length));
  return trimmed.trim() ? { words: trimmed.trimEnd(), at, range } : null;
}

/** Whether a field can still be filled: its form is open. */
function open(element) {
  return element?.isConnected && !element.closest("details:not([open])");
}

/** The days of a time that the selection touches, as a correction takes them. */
function days(range) {
  const touched = [...main.querySelectorAll(".written [data-s~=time]")].filter((piece) => range.intersectsNode(piece));
  const known = touched.flatMap((piece) => piece.dataset.r.split(" ")).map((number) => main.querySelector(`[data-days] #r${CSS.escape(number)}`));
  return known.find(Boolean)?.closest("[data-days]").dataset.days;
}

/** What the words mean to a field: names are joined, times become days. */
function value(input, sort) {
  if (sort === "time") return days(picked.range) ?? picked.words;
  const names = ["actors", "targets", "equipment"].includes(sort);
  return names && input.value.trim() && !input.dataset.fresh ? `${input.value.trim()}; ${picked.words}` : picked.words;
}

function sortOf(input) {
  return input.dataset.fill === "field" ? input.form.elements.field.value : input.dataset.fill;
}

function put(input) {
  input.value = value(input, sortOf(input));
  if (input.name === "words") input.form.elements.at.value = picked.at;
  delete input.dataset.fresh;
}

function nameOf(input) {
  if (input.dataset.fill === "field") return input.form.elements.field.selectedOptions[0].textContent;
  return input.closest("label").firstChild.textContent.trim();
}

function showBar() {
  const shown = bar();
  if (!shown) return;
  shown.hidden = !picked;
  if (!picked) return;
  shown.querySelector("q").textContent = picked.words;
  const take = shown.querySelector("[data-take]");
  take.hidden = !open(field);
  if (open(field)) take.textContent = `Take over for “${nameOf(field)}”`;
}

document.addEventListener("selectionchange", () => {
  picked = selected();
  showBar();
});
main.addEventListener("pointerup", (event) => {
  picked = selected();
  if (picked && open(field) && event.target.closest("[data-at]")) put(field);
});
main.addEventListener("focusin", (event) => {
  if (!event.target.matches("[data-fill]")) return;
  field?.classList.remove("waiting");
  field = event.target;
  field.classList.add("waiting");
});
main.addEventListener("input", (event) => {
  if (event.target.name === "words") event.target.form.elements.at.value = "";
  delete event.target.dataset.fresh;
});
main.addEventListener("pointerdown", (event) => { if (event.target.closest("[data-picked]")) event.preventDefault(); });
main.addEventListener("click", (event) => {
  if (!picked) return;
  if (event.target.matches("[data-take]")) { put(field); field.focus(); }
  if (event.target.matches("[data-new]")) begin();
});

/** Begins a new record with the selected words. */
function begin() {
  const form = main.querySelector("#add");
  form.open = true;
  put(form.querySelector("[name=words]"));
  form.querySelector("[name=kind]").focus();
  form.scrollIntoView({ block: "nearest" });
}

/** Shows the value of now, and what may be chosen, for the field that is to be corrected. */
function offer(select) {
  const input = select.form.elements.after;
  input.value = select.selectedOptions[0].dataset.now;
  input.dataset.fresh = "";
  const sort = select.value;
  if (["kind", "status"].includes(sort)) input.setAttribute("list", `of-${sort}`); else input.removeAttribute("list");
}

main.addEventListener("change", (event) => {
  if (event.target.matches("[data-fields]")) offer(event.target);
  if (event.target.matches("[data-kind]")) main.querySelector("#kind-means").textContent = event.target.selectedOptions[0].title;
});
main.addEventListener("toggle", (event) => {
  const details = event.target;
  if (!details.open) return;
  if (details.matches(".correct")) { offer(details.querySelector("[data-fields]")); details.querySelector("[name=after]").focus(); }
  if (details.matches("#add") && !details.contains(document.activeElement)) details.querySelector("[name=words]").focus();
}, true);

/** Says below a form why it was refused. */
function refuse(form, why) {
  let told = form.querySelector(".refused");
  if (!told) {
    told = document.createElement("p");
    told.className = "refused";
    told.setAttribute("role", "alert");
    form.append(told);
  }
  told.textContent = why;
}

/** The page as it is after a decision, in place: nothing jumps. */
async function anew(then, decision) {
  const address = new URL(then, location.origin);
  address.searchParams.set("decided", decision);
  const answer = await fetch(address);
  if (!answer.ok || answer.redirected) { location.assign(address); return; }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
  const scroll = main.querySelector(".found").scrollTop;
  const opened = [...main.querySelectorAll("details[open][id]")].filter((one) => !one.matches(".correct, #add")).map((one) => one.id);
  const bare = main.querySelector("#show-bare")?.checked;
  main.replaceChildren(...fresh.childNodes);
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  if (bare && main.querySelector("#show-bare")) main.querySelector("#show-bare").checked = true;
  main.querySelector(".found").scrollTop = scroll;
  window.htmx?.process(main);
  document.getElementById(address.hash.slice(1))?.scrollIntoView({ block: "nearest" });
  main.querySelector(".decided button")?.focus({ preventScroll: true });
}

main.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches(".decides, .decided form")) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    const told = await answer.json();
    if (answer.ok) await anew(body.get("then"), told.decision); else refuse(form, told.error);
  } catch {
    refuse(form, "This was not decided: the application no longer runs.");
  }
  form.removeAttribute("aria-busy");
});
