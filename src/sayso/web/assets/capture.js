// Files dropped or chosen go over one by one; the bookmark is made for the address at which this page is open.

const form = document.querySelector("[data-drop]");
const input = form.querySelector("input[type=file]");
const problem = document.querySelector("[data-problem]");
const most = Number(form.dataset.most) - 10_000; // the rest is what stands around a file in a request

function tell(words) {
  problem.textContent = words;
  problem.hidden = !words;
}

/** Looks again at what was handed over; from then on the section asks by itself until all is read. */
function look() {
  return htmx.ajax("GET", "/capture/progress", { target: "#progress", select: "#progress", swap: "outerHTML" });
}

/** Hands one file over; why it was not taken, "" when it was. */
async function hand(file) {
  if (file.size > most) return `${file.name} is too large: ${Math.round(most / 1e6)} MB are taken of one file.`;
  const body = new FormData();
  body.append("file", file);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.ok) return "";
    const told = await answer.json().catch(() => ({}));
    return `${file.name} was not taken: ${told.error ?? answer.statusText}`;
  } catch {
    return `${file.name} was not taken: it is a folder, or the application no longer runs.`;
  }
}

async function handAll(files) {
  form.setAttribute("aria-busy", "true");
  const wrong = [];
  tell("");
  for (const file of files) {
    const why = await hand(file);
    if (why) wrong.push(why);
    tell(wrong.join("\n"));
    await look();
  }
  form.removeAttribute("aria-busy");
  form.reset();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  handAll([...input.files]);
});
for (const name of ["dragenter", "dragover"]) {
  addEventListener(name, (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    form.classList.add("over");
  });
}
addEventListener("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("over"); });
addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  form.classList.remove("over");
  handAll([...event.dataTransfer.files]);
});

/** What the bookmark does on another page: opens our window, and hands the page over when that says it is ready. */
function bookmarklet(origin) {
  const window = `${origin}/capture/window`;
  return `javascript:(()=>{const o=${JSON.stringify(origin)},w=open(${JSON.stringify(window)},"_blank","popup,width=720,height=800");`
    + `if(!w)return alert("The browser did not let the window of sayso open.");`
    + `addEventListener("message",function f(e){if(e.source!==w||e.origin!==o||e.data!=="sayso: ready")return;`
    + `removeEventListener("message",f);w.postMessage({page:document.documentElement.outerHTML,address:location.href,`
    + `title:document.title},o)})})()`;
}

const mark = document.querySelector("[data-bookmarklet]");
mark.href = bookmarklet(location.origin);
mark.hidden = false;
mark.addEventListener("click", (event) => {
  event.preventDefault();
  document.querySelector("[data-drag]").hidden = false;
});
document.querySelector("[data-origin]").textContent = location.origin;
