// What every page needs: the theme button, the menu, confirm-free forms and htmx.
import htmx from "htmx.org";
import { followSuggestions } from "./suggest.js";

// The policy forbids inline styles and evaluated code.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.historyCacheSize = 0;
window.htmx = htmx;
followSuggestions();

const root = document.documentElement;

function theme() {
  if (root.dataset.theme) return root.dataset.theme;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

for (const button of document.querySelectorAll("[data-theme-switch]")) {
  const show = () => button.setAttribute("aria-pressed", String(theme() === "dark"));
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = theme() === "dark" ? "light" : "dark";
    localStorage.setItem("kg-theme", root.dataset.theme);
    show();
    document.dispatchEvent(new CustomEvent("kg:theme"));
  });
  show();
}

// A filter form sends itself when a choice changes; empty fields stay out of the address.
for (const form of document.querySelectorAll("form[data-auto]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
  });
}
for (const form of document.querySelectorAll("form[method=get]:not([hx-get])")) {
  form.addEventListener("submit", () => {
    for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
  });
}
document.addEventListener("htmx:configRequest", (event) => {
  const sent = event.detail.parameters;
  for (const name of Object.keys(sent)) if (sent[name] === "") delete sent[name];
});
window.addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form[method=get] :disabled")) field.disabled = false;
});

// What an address points at is shown, though it is folded away.
function unfold() {
  const wanted = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!wanted || !wanted.closest("details:not([open])")) return;
  for (let fold = wanted.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  wanted.scrollIntoView();
}
addEventListener("hashchange", unfold);
unfold();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText(source ? source.textContent : location.href);
    const before = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = before), 1500);
  });
}

// On a narrow screen the menu scrolls: show where the reader is.
document.querySelector(".site-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// "/" goes to the search box, as on many sites.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable], .CodeMirror")) return;
  const box = document.querySelector("input[type=search]");
  if (box && box.offsetParent) {
    event.preventDefault();
    box.focus();
  }
});

// Validation page: a dropped or chosen file goes at once.
for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector("input[type=file]");
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", () => {
    if (input.files.length) zone.closest("form").requestSubmit();
  });
}

// A sample is put where a chosen file would be.
for (const link of document.querySelectorAll("a[data-sample]")) {
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    const data = await (await fetch(link.href)).blob();
    const chosen = new DataTransfer();
    chosen.items.add(new File([data], link.dataset.name, { type: data.type }));
    const input = document.getElementById(link.dataset.sample);
    input.files = chosen.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

// A button with an address of its own takes a file away: htmx would put it into the page.
document.addEventListener(
  "submit",
  (event) => {
    if (event.submitter?.hasAttribute("formaction")) event.stopPropagation();
  },
  true,
);
