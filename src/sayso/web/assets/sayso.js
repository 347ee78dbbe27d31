// Small conveniences: every page works without them.

const dark = matchMedia("(prefers-color-scheme: dark)");

/** The scheme that is shown now. */
function scheme() {
  return document.documentElement.dataset.scheme ?? (dark.matches ? "dark" : "light");
}

function labelSwitch(button) {
  button.textContent = scheme() === "dark" ? "Light" : "Dark";
  button.hidden = false;
}

function addSchemeSwitch(button) {
  labelSwitch(button);
  dark.addEventListener("change", () => labelSwitch(button));
  button.addEventListener("click", () => {
    const next = scheme() === "dark" ? "light" : "dark";
    document.documentElement.dataset.scheme = next;
    try { localStorage.setItem("scheme", next); } catch { /* not kept */ }
    labelSwitch(button);
  });
}

/** Open menus close with Escape and by a click elsewhere. */
function closeMenus(event) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (event.type === "keydown" ? event.key === "Escape" : !menu.contains(event.target)) {
      menu.open = false;
      if (event.type === "keydown") menu.querySelector("summary").focus();
    }
  }
}

document.querySelectorAll("[data-scheme-switch]").forEach(addSchemeSwitch);
document.addEventListener("keydown", closeMenus);
document.addEventListener("click", closeMenus);
// Fields that are empty stay out of the address; without this the server leads to the shorter one.
document.addEventListener("htmx:configRequest", (event) => {
  const { parameters, elt } = event.detail;
  if (!elt.matches("form.filter")) return;
  for (const [name, value] of [...Object.entries(parameters)]) {
    if (value === "" || (name === "order" && value === "day")) delete parameters[name];
  }
});
document.addEventListener("htmx:responseError", (event) => { // a page says what is wrong: show it
  location.assign(event.detail.pathInfo.finalRequestPath ?? event.detail.pathInfo.requestPath);
});
