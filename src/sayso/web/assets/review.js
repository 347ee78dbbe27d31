// Review by keys: the next thing is there before it is asked for, decisions go out behind it.

import { Line } from "./sending.js";

const AHEAD = 5; // things that are fetched before it is their turn
const DONE = {
  accept: "Accepted", reject: "Rejected", correct: "Corrected", note: "Noted", withdraw: "Taken back",
};
const KEYS = {
  a: (review) => review.decide("accept"),
  r: (review) => review.decide("reject"),
  c: (review) => review.unfold("c"),
  e: (review) => review.unfold("e"),
  n: (review) => review.move(1),
  j: (review) => review.move(1),
  p: (review) => review.move(-1),
  k: (review) => review.move(-1),
  u: (review) => review.undo(),
  o: (review) => review.open(),
  "?": (review) => review.help(),
};

let review = null; // the one on the page now
const line = new Line((sent) => review?.became(sent)); // outlives the page's parts: what is unsent stays in it

/** The things to review of one view, the one that is shown, and what was decided here. */
class Review {
  constructor(root) {
    this.root = root;
    this.stage = root.querySelector(".stage");
    this.end = this.stage.querySelector(".end");
    this.items = [...this.stage.querySelectorAll(".item")];
    this.at = 0;
    this.whole = this.items.length === 0; // nothing more comes
    this.made = [];
    this.counts = {};
    this.entrance = address(location.href, { decided: null });
    for (const name of ["undo", "help"]) {
      const button = root.querySelector(`.${name}`);
      button.addEventListener("click", () => this[name]());
      button.hidden = name === "undo";
    }
    root.addEventListener("submit", (event) => this.submitted(event));
    root.addEventListener("change", (event) => this.chosen(event));
    for (const link of root.querySelectorAll(".pager a")) {
      link.addEventListener("click", (event) => { event.preventDefault(); this.move(link.rel === "next" ? 1 : -1); });
    }
    this.items.forEach((item) => this.ready(item));
    this.fetch();
    this.tell();
  }

  get item() {
    return this.items[this.at] ?? null;
  }

  ready(item) {
    const field = item.querySelector(".correction select");
    if (field) this.fill(field);
  }

  // --- what is shown ---

  /** Fetches the next things behind the last one, when few are left. */
  async fetch() {
    if (this.whole || this.fetching || this.items.length - this.at > AHEAD) return;
    this.fetching = true;
    try {
      const found = await this.behind(this.items.at(-1).dataset.place);
      this.whole = found.length < AHEAD;
      found.forEach((item) => this.ready(item));
      this.items.push(...found);
      this.failed = false;
    } catch {
      this.failed = true;
      setTimeout(() => this.fetch(), 2000);
    }
    this.fetching = false;
    if (this.wanting) this.show();
    if (!this.failed) this.fetch();
  }

  async behind(place) {
    const answer = await fetch(address(this.root.dataset.items, { after: place, number: AHEAD }));
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const known = new Set(this.items.map((item) => item.dataset.place));
    return [...page.querySelectorAll(".item")].map((item) => document.adoptNode(item))
      .filter((item) => !known.has(item.dataset.place));
  }

  move(by) {
    if (by < 0 && this.at === 0) {
      if (this.items.length) this.leave(address(this.root.dataset.here, { before: this.items[0].dataset.place }));
      return;
    }
    this.at = Math.min(this.at + by, this.items.length);
    this.show();
    this.fetch();
  }

  leave(path) {
    location.assign(path);
  }

  show() {
    const item = this.item;
    this.wanting = item === null && !this.whole;
    this.stage.replaceChildren(item ?? this.nothing());
    if (item) {
      item.querySelector("h2").focus({ preventScroll: true });
      if (this.root.getBoundingClientRect().top < 0) this.root.scrollIntoView();
    }
    const former = this.items[this.at - 1];
    const here = former ? address(this.root.dataset.here, { after: former.dataset.place }) : this.entrance;
    history.replaceState(history.state, "", here);
    this.tell();
  }

  nothing() {
    const words = document.createElement("div");
    words.className = "notice end";
    words.append(paragraph(this.wanting ? "The next one is being fetched …" : "This was the last one."));
    if (!this.wanting) {
      const first = document.createElement("a");
      first.href = this.root.dataset.here;
      first.textContent = "See what is left";
      words.append(paragraph("", first));
    }
    return words;
  }

  // --- decisions ---

  decide(verdict, fields = null) {
    const item = this.item;
    if (!item) return;
    const given = fields ?? [...new FormData(item.querySelector("form.verdict")), ["verdict", verdict]];
    const sent = line.add(given, { item, verdict, review: this });
    this.made.push(sent);
    if (verdict !== "note") this.count(item, 1);
    this.remark(item, sent);
    this.say(`${DONE[verdict]}: ${item.dataset.title}`);
    if (verdict === "accept" || verdict === "reject") this.move(1);
  }

  submitted(event) {
    const form = event.target;
    if (form.method === "dialog" || !form.closest(".item")) return;
    event.preventDefault();
    const data = new FormData(form, event.submitter);
    form.closest("details")?.removeAttribute("open");
    this.decide(data.get("verdict"), [...data]);
    if (form.matches(".annotation, .correction")) {
      form.reset();
      this.ready(form.closest(".item"));
      form.closest(".item").querySelector("h2").focus();
    }
  }

  /** Takes the last decision back: before it is sent, it is as if it had never been; after that by a withdrawal. */
  undo() {
    const sent = this.made.pop();
    if (!sent) return;
    const { item, verdict } = sent.subject;
    sent.undone = true;
    if (!line.cancel(sent)) {
      const fields = () => (sent.id ? [["verdict", "withdraw"], ["thing", sent.id]] : null);
      line.add(fields, { item, verdict: "withdraw", review: this });
    }
    if (verdict !== "note") this.count(item, -1);
    item.querySelector(`[data-once="${sent.once}"]`)?.remove();
    this.show_item(item);
    this.say(`${DONE[verdict]} is undone: ${item.dataset.title}`);
  }

  /** What became of a decision; null when only the line has moved. */
  became(sent) {
    if (sent?.state === "refused") sent.subject.review.refused(sent);
    this.tell();
  }

  /** A decision that could not be made: told, and the thing comes again. */
  refused(sent) {
    const { item, verdict } = sent.subject;
    const place = this.made.indexOf(sent);
    if (place >= 0) this.made.splice(place, 1);
    if (verdict !== "note" && verdict !== "withdraw" && !sent.undone) this.count(item, -1);
    item.querySelector(`[data-once="${sent.once}"]`)?.remove();
    this.say("");
    const told = paragraph(`${item.dataset.title}: ${sent.told.join(" ")} `, button("Look at it", () => this.show_item(item)));
    const line_ = document.createElement("li");
    line_.append(told, button("Close", () => line_.remove()));
    this.root.querySelector(".refused").append(line_);
    if (verdict === "accept" || verdict === "reject") this.put_back(item);
  }

  /** The thing is the next one after the one that is shown. */
  put_back(item) {
    const place = this.items.indexOf(item);
    if (place < 0 || place >= this.at) return;
    this.items.splice(place, 1);
    this.at -= 1;
    this.items.splice(this.item ? this.at + 1 : this.at, 0, item);
    if (this.item === item) this.show();
  }

  show_item(item) {
    const place = this.items.indexOf(item);
    if (place >= 0) this.at = place;
    this.show();
  }

  /** A line on the thing that says what was decided of it here. */
  remark(item, sent) {
    const { verdict, field, after, why } = Object.fromEntries(sent.fields);
    const more = { note: `: ${why}`, correct: `: ${field} is ${after}` };
    const told = paragraph(`${DONE[verdict].toLowerCase()} by you${more[verdict] ?? ""}`);
    told.dir = "auto";
    told.dataset.once = sent.once;
    item.querySelector("[data-judged]").append(told);
  }

  // --- what is told ---

  count(item, by) {
    const decided = (this.counts[item.dataset.place] ?? 0) + by;
    const was = this.counts[item.dataset.place] ?? 0;
    this.counts[item.dataset.place] = decided;
    const change = (decided > 0 ? 1 : 0) - (was > 0 ? 1 : 0);
    if (!change || item.dataset.reviewed === "1") return;
    for (const number of document.querySelectorAll("#progress [data-count]")) {
      number.textContent = (Number(number.textContent.replaceAll(",", "")) + change).toLocaleString("en");
    }
    const bar = document.querySelector("#progress progress");
    if (bar) bar.value += change;
  }

  tell() {
    const unsent = this.root.querySelector(".unsent");
    unsent.hidden = line.unsent === 0;
    const many = line.unsent === 1 ? "1 decision is" : `${line.unsent} decisions are`;
    unsent.textContent = `${many} not sent yet${line.stuck ? "; the application does not answer, it is tried again" : ""}.`;
    unsent.classList.toggle("stuck", line.stuck);
    this.root.querySelector(".undo").hidden = this.made.length === 0;
  }

  say(words) {
    const last = this.root.querySelector(".last");
    last.hidden = !words;
    last.textContent = words;
  }

  // --- the other keys ---

  unfold(key) {
    const details = this.item?.querySelector(`details[data-key="${key}"]`);
    if (!details) return;
    details.open = true;
    details.querySelector("select, input:not([type=hidden])").focus();
  }

  /** The value that a correction begins with is the one that is there. */
  chosen(event) {
    if (event.target.matches(".correction select")) this.fill(event.target);
  }

  fill(select) {
    const value = select.form.elements.after;
    value.value = select.selectedOptions[0].dataset.value;
    value.setAttribute("list", `values-${select.value}`);
  }

  open() {
    const link = this.item?.querySelector("a.open");
    if (link) this.leave(link.href);
  }

  help() {
    const keys = this.root.querySelector("dialog.keys");
    if (keys.open) keys.close(); else keys.showModal();
  }
}

function address(path, values) {
  const found = new URL(path, location.origin);
  for (const [name, value] of Object.entries(values)) {
    if (value === null) found.searchParams.delete(name);
    else found.searchParams.set(name, value);
  }
  return found.pathname + found.search;
}

function paragraph(words, ...more) {
  const found = document.createElement("p");
  found.append(words, ...more);
  return found;
}

function button(words, click) {
  const found = document.createElement("button");
  found.type = "button";
  found.textContent = words;
  found.addEventListener("click", click);
  return found;
}

function isWriting(element) {
  return element.matches("input:not([type=checkbox]), select, textarea, [contenteditable]");
}

function pressed(event) {
  if (!review || !document.contains(review.root) || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.key === "Escape") {
    event.target.closest(".item details[open]")?.removeAttribute("open");
    review.item?.querySelector("h2").focus();
    return;
  }
  const does = KEYS[event.key.toLowerCase()];
  const help = review.root.querySelector("dialog.keys").open;
  if (!does || isWriting(event.target) || (help && event.key !== "?")) return;
  event.preventDefault();
  does(review);
}

function start() {
  const root = document.getElementById("review");
  if (!root || root === review?.root) return;
  review = new Review(root);
  review.item?.querySelector("h2").focus({ preventScroll: true }); // so that the keys are for it, also after a filter
}

start();
document.addEventListener("htmx:afterSettle", start);
document.addEventListener("keydown", pressed);
