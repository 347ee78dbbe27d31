// A page that a bookmark hands over is shown as text, and added only after a click. What another page says is not trusted.

const shell = document.querySelector(".window");
const part = (name) => shell.querySelector(`[data-${name}]`);
const most = Number(shell.dataset.most) - 10_000; // bytes of a page
const PAGE = /^\s*(<!doctype[^>]*>\s*)?<html[\s>]/i;
const SHOWN = 20_000; // characters of its words
const PAUSE = 700; // milliseconds before a click counts: nobody clicks on what they have not seen
let handed = null;

function say(words) {
  part("said").textContent = words;
}

function addressOf(value) {
  try { return new URL(value); } catch { return null; }
}

/** Why a message is no page that can be added; "" when it is one. */
function refusal({ data, origin }) {
  if (typeof data !== "object" || data === null) return "What was handed over is no page.";
  if (![data.page, data.address, data.title].every((value) => typeof value === "string")) return "What was handed over is no page.";
  if (data.page.length > most || data.address.length > 2000) return "The page is too large to be handed over; save it and add the file.";
  if (!PAGE.test(data.page.slice(0, 2000))) return "What was handed over is no page.";
  const address = addressOf(data.address);
  if (!address || !/^https?:$/.test(address.protocol)) return "Only pages of the web can be handed over; add other files by themselves.";
  if (address.origin !== origin) return "The page says that it stands where it does not.";
  return "";
}

/** The words of a page, in lines; nothing of it runs or is loaded. */
function words(page) {
  const tree = new DOMParser().parseFromString(page, "text/html");
  for (const unseen of tree.querySelectorAll("script, style, noscript, template, svg, head")) unseen.remove();
  const lines = (tree.body?.textContent ?? "").split("\n").map((line) => line.trim()).filter(Boolean);
  return lines.join("\n").slice(0, SHOWN);
}

function show(data) {
  handed = { page: new Blob([data.page], { type: "text/html" }), address: data.address, title: data.title.slice(0, 300) };
  part("title").textContent = handed.title || "without a title";
  part("address").textContent = handed.address;
  part("size").textContent = `${handed.page.size.toLocaleString("en")} bytes`;
  shell.querySelector(".words").textContent = words(data.page) || "There are no words in it.";
  part("shown").hidden = false;
  say("Nothing is added before you click.");
  setTimeout(() => { part("add").disabled = false; part("add").focus(); }, PAUSE);
}

function receive(event) {
  if (event.source !== window.opener || handed) return;
  const why = refusal(event);
  if (why) { say(why); return; }
  removeEventListener("message", receive);
  show(event.data);
}

async function add(event) {
  if (!event.isTrusted || !handed) return;
  part("add").disabled = true;
  say("Handing it over …");
  const body = new FormData();
  body.append("page", handed.page, "page.html");
  body.append("address", handed.address);
  body.append("title", handed.title);
  try {
    const answer = await fetch("/capture/page", { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.ok) { done(); return; }
    say(await reason(answer));
  } catch {
    say("It was not taken: the application no longer runs.");
  }
  part("add").disabled = false;
}

async function reason(answer) {
  if (answer.status === 403) return "This browser is not let in: open the address that `sayso serve` printed, then click again.";
  if (answer.status === 413) return "The page is too large; save it and add the file.";
  const told = await answer.json().catch(() => ({}));
  return `It was not taken: ${told.error ?? answer.statusText}`;
}

function done() {
  say("Taken over; it is being read. ");
  const link = document.createElement("a");
  link.href = "/capture#progress";
  link.textContent = "See what becomes of it";
  part("said").append(link);
  part("add").hidden = true;
  link.focus();
}

part("add").addEventListener("click", add);
if (window.opener) {
  addEventListener("message", receive);
  window.opener.postMessage("sayso: ready", "*");
  setTimeout(() => { if (!handed && part("said").textContent.startsWith("Waiting")) say("The page does not answer; save it and add the file."); }, 15_000);
} else {
  say("No page opened this window, or it forbids to be handed over: save it and add the file.");
}
