// The SPARQL editor: Yasgui's Yasqe, our prefixes and terms, and results as table, chart, graph or text.
import Yasqe from "@zazuko/yasqe";
import { draw } from "./draw.js";
import { remember } from "./editor-memory.js";
import { chartOf, download, labels } from "./editor-results.js";

const place = document.getElementById("editor");
const say = JSON.parse(place.dataset.messages);
const prefixes = JSON.parse(place.dataset.prefixes);
const root = place.dataset.root;
const endpoint = new URL(`${root}/sparql`, location.href).href;
const MAX_ROWS = 200;

const terms = fetch(`${root}/queries/ontology-terms.json`)
  .then((response) => (response.ok ? response.json() : []))
  .catch(() => []);

function shortened(iri) {
  for (const [prefix, start] of Object.entries(prefixes)) {
    const rest = iri.startsWith(start) ? iri.slice(start.length) : "";
    if (rest && /^[\w.-]+$/.test(rest)) return `${prefix}:${rest}`;
  }
  return null;
}

// Completion asks this service alone: no prefix.cc, no LOV.
Yasqe.defaults.prefixCcApi = null;
Yasqe.defaults.autocompleters = ["variables"];
for (const kind of ["class", "property"]) {
  Yasqe.forkAutocompleter(kind, {
    name: `kg-${kind}`,
    bulk: true,
    autoShow: true,
    persistenceId: null,
    get: async () => (await terms).filter((term) => term.kind === kind).map((term) => term.term),
  });
}

const start = decodeURIComponent((location.hash.match(/[#&]query=([^&]*)/) || [])[1]?.replace(/\+/g, " ") || "");
const yasqe = new Yasqe(place, {
  value: start || place.dataset.start,
  persistenceId: null,
  consumeShareLink: null,
  createShareableLink: () => share(),
  createShortLink: undefined,
  showQueryButton: false,
  pluginButtons: undefined,
  resizeable: false,
  collapsePrefixesOnLoad: false,
  editorHeight: "320px",
  requestConfig: { endpoint },
  screenReaderLabel: say.editor,
});
window.yasqe = yasqe;
// CodeMirror's own input has no name; Tab must leave the editor, not indent.
const input = place.querySelector("textarea, [contenteditable]");
input.setAttribute("aria-label", say.editor);
input.setAttribute("aria-describedby", "editor-help");
yasqe.setOption("extraKeys", { ...yasqe.getOption("extraKeys"), Tab: false, "Shift-Tab": false, "Ctrl-Enter": run, "Cmd-Enter": run });
// What scrolls must be reachable by keyboard.
const scroller = place.querySelector(".CodeMirror-scroll");
scroller.tabIndex = 0;
scroller.setAttribute("role", "region");
scroller.setAttribute("aria-label", say.editor);
for (const extra of place.querySelectorAll(".yasqe_buttons, .yasqe_share")) extra.remove();

function share() {
  return `${location.origin}${location.pathname}#query=${encodeURIComponent(yasqe.getValue())}`;
}

// What other endpoints need too: the declarations that this service knows by itself.
const QUOTED = /<[^<>"{}|^`\\\s]*>|"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#.*/g;
function whole(query) {
  const bare = query.replace(QUOTED, " ");
  const declared = new Set([...bare.matchAll(/\bprefix\s+([\w-]*):/gi)].map((found) => found[1]));
  const used = new Set([...bare.matchAll(/(?<![\w.:-])([\w-]+):/g)].map((found) => found[1]));
  const lacking = [...used].filter((name) => prefixes[name] && !declared.has(name));
  return [...lacking.map((name) => `PREFIX ${name}: <${prefixes[name]}>`), query].join("\n");
}

const lang = document.documentElement.lang.startsWith("en") ? "en" : "zh";
const runButton = document.getElementById("run");
const stopButton = document.getElementById("stop");
const status = document.getElementById("status");
const hint = document.getElementById("hint");
const result = document.getElementById("result");
const tabs = [...document.querySelectorAll("[role=tab]")];
const panels = Object.fromEntries(tabs.map((tab) => [tab.dataset.view, document.getElementById(tab.getAttribute("aria-controls"))]));
let running = null;
let last = null; // the query that was answered, and its answer
let known = new Map(); // labels of addresses
const note = remember({ get: () => yasqe.getValue(), set: (text) => yasqe.setValue(text), say });

function select(view, focus = false) {
  for (const tab of tabs) {
    const on = tab.dataset.view === view;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    panels[tab.dataset.view].hidden = !on;
    if (on && focus) tab.focus();
  }
  const panel = panels[view];
  if (panel.lazy) {
    const make = panel.lazy;
    panel.lazy = null;
    make();
  }
}
for (const tab of tabs) {
  tab.addEventListener("click", () => select(tab.dataset.view));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const shown = tabs.filter((other) => !other.hidden);
    const next = shown[(shown.indexOf(tab) + step + shown.length) % shown.length];
    select(next.dataset.view, true);
  });
}

function accept() {
  const kind = yasqe.getQueryType();
  return kind === "CONSTRUCT" || kind === "DESCRIBE" ? "text/turtle" : "application/sparql-results+json";
}

async function run() {
  if (running) running.abort();
  running = new AbortController();
  runButton.disabled = true;
  stopButton.disabled = false;
  hint.hidden = true;
  status.textContent = say.running;
  status.className = "status";
  history.replaceState(null, "", share());
  const began = performance.now();
  try {
    const query = yasqe.getValue();
    const response = await fetch(endpoint, {
      method: "POST",
      headers: {
        "Content-Type": "application/x-www-form-urlencoded",
        Accept: `${accept()}, application/problem+json;q=0.5`,
        "Accept-Language": lang,
      },
      body: new URLSearchParams({ query }),
      signal: running.signal,
    });
    const text = await response.text();
    const took = ((performance.now() - began) / 1000).toFixed(2);
    if (!response.ok) throw new Error(problem(text, response.status));
    note(query);
    show(text, response.headers.get("Content-Type") || "", took, query);
    const why = response.headers.get("KG-Hint");
    hint.hidden = !why;
    hint.textContent = why ? `${say.hint}${decodeURIComponent(why)}` : "";
  } catch (error) {
    result.hidden = true;
    status.textContent = error.name === "AbortError" ? say.stopped : error.message;
    status.className = "status error";
  } finally {
    running = null;
    runButton.disabled = false;
    stopButton.disabled = true;
  }
}

function problem(text, code) {
  try {
    const said = JSON.parse(text);
    return said[`detail_${lang}`] || said.detail || said.title || `${code}`;
  } catch {
    return `${code} ${text.slice(0, 300)}`;
  }
}

function show(text, type, took, query) {
  result.hidden = false;
  document.getElementById("raw").textContent = text.length > 200000 ? `${text.slice(0, 200000)}\n…` : text;
  let view = "text";
  const available = { table: false, chart: false, graph: false, text: true };
  last = { query, text };
  downloads.hidden = !type.includes("json") || !text.includes('"bindings"');
  if (type.includes("json")) {
    const data = JSON.parse(text);
    if ("boolean" in data) {
      status.textContent = `${data.boolean ? say.yes : say.no} · ${took} s`;
    } else {
      const rows = data.results.bindings;
      const names = data.head.vars;
      status.textContent = `${rows.length.toLocaleString()} ${say.rows} · ${took} s`;
      known = new Map();
      table(names, rows);
      available.table = true;
      view = "table";
      available.chart = chartOf(panels.chart, names, rows, say, (term) => (term ? known.get(term.value) || (term.type === "uri" && shortened(term.value)) || term.value : ""));
      withLabels(names, rows);
      available.graph = network(names, rows);
    }
  } else {
    status.textContent = `${took} s`;
    available.graph = triples(query);
  }
  for (const tab of tabs) tab.hidden = !available[tab.dataset.view];
  select(view);
}

function cell(term) {
  const td = document.createElement("td");
  if (!term) return td;
  if (term.type === "uri") {
    const link = document.createElement("a");
    link.href = local(term.value);
    link.textContent = known.get(term.value) || shortened(term.value) || term.value.replace(place.dataset.base, "…/");
    link.title = term.value;
    td.append(link);
  } else {
    td.textContent = term.value;
    if (/#(integer|decimal|double|float)$/.test(term.datatype || "")) td.className = "number";
  }
  return td;
}

async function withLabels(names, rows) {
  if (!named.checked) return;
  const asked = last;
  const found = await labels(endpoint, rows, lang);
  if (asked !== last || !found.size) return;
  known = found;
  table(names, rows);
}

function local(iri) {
  return iri.startsWith(place.dataset.base) ? `${root}/${iri.slice(place.dataset.base.length)}` : /^https?:/.test(iri) ? iri : "#";
}

function table(names, rows) {
  const panel = panels.table;
  panel.textContent = "";
  const box = document.createElement("div");
  box.className = "scroll";
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", say.results);
  const made = document.createElement("table");
  const head = made.createTHead().insertRow();
  for (const name of names) {
    const th = document.createElement("th");
    th.scope = "col";
    th.textContent = name;
    head.append(th);
  }
  const body = made.createTBody();
  let shown = 0;
  const more = document.createElement("button");
  more.type = "button";
  more.className = "button";
  const add = () => {
    for (const row of rows.slice(shown, shown + MAX_ROWS)) {
      const tr = body.insertRow();
      for (const name of names) tr.append(cell(row[name]));
    }
    shown = Math.min(shown + MAX_ROWS, rows.length);
    more.hidden = shown >= rows.length;
    more.textContent = `${say.more} (${shown} / ${rows.length})`;
  };
  more.addEventListener("click", add);
  box.append(made);
  panel.append(box, more);
  add();
}

const isNumber = (term) => term && /#(integer|decimal|double|float|int|long)$/.test(term.datatype || "");

function fresh(panel) {
  panel.textContent = "";
  const figure = document.createElement("figure");
  figure.className = "chart";
  const box = document.createElement("div");
  box.dataset.canvas = "";
  figure.append(box);
  panel.append(figure);
  return figure;
}

function network(names, rows) {
  const named = names.filter((name) => rows.some((row) => row[name]?.type === "uri"));
  if (named.length < 2) return false;
  const [from, to] = named;
  const label = (name) => (names.includes(`${name}Label`) ? `${name}Label` : null);
  const weight = names.find((name) => rows.some((row) => isNumber(row[name])));
  const pairs = rows.filter((row) => row[from]?.type === "uri" && row[to]?.type === "uri").slice(0, 400)
    .map((row) => ({ a: row[from].value, b: row[to].value, value: weight && row[weight] ? Number(row[weight].value) || 1 : 1,
      names: [label(from) && row[label(from)]?.value, label(to) && row[label(to)]?.value] }));
  return edges(pairs);
}

// A graph is shown as Turtle and drawn from N-Triples, asked for when the reader wants the picture.
function triples(query) {
  panels.graph.lazy = async () => {
    const response = await fetch(endpoint, {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/n-triples" },
      body: new URLSearchParams({ query }),
    });
    const lines = response.ok ? (await response.text()).split("\n") : [];
    const pairs = [];
    for (const line of lines) {
      const found = line.match(/^<([^>]+)> <([^>]+)> <([^>]+)> \.$/);
      if (found && !found[2].endsWith("#type") && pairs.length < 400) pairs.push({ a: found[1], b: found[3], value: 1, names: [] });
    }
    if (edges(pairs)) panels.graph.lazy();
    else panels.graph.textContent = say.nothing;
  };
  return true;
}

function edges(pairs) {
  if (!pairs.length) return false;
  const nodes = new Map();
  for (const pair of pairs) {
    [pair.a, pair.b].forEach((iri, i) => {
      if (!nodes.has(iri)) nodes.set(iri, { id: iri, name: pair.names[i] || shortened(iri) || iri.replace(/^.*\/(?=.)/, ""), link: local(iri) });
    });
  }
  panels.graph.lazy = () => {
    const figure = fresh(panels.graph);
    figure.classList.add("network");
    draw(figure, { type: "graph", nodes: [...nodes.values()], links: pairs.map((p) => ({ source: p.a, target: p.b, value: p.value })) });
  };
  return true;
}

const downloads = document.getElementById("downloads");
for (const button of downloads.querySelectorAll("button")) {
  button.addEventListener("click", () =>
    download(button.dataset.kind, { endpoint, lang, ...last }).catch((error) => {
      status.textContent = error.message;
      status.className = "status error";
    }));
}
const named = document.getElementById("labels");
named.addEventListener("change", () => {
  if (!last) return;
  known = new Map();
  const { head, results } = JSON.parse(last.text);
  table(head.vars, results.bindings);
  withLabels(head.vars, results.bindings);
});
const tall = document.getElementById("tall");
tall.addEventListener("click", () => {
  const on = place.classList.toggle("tall");
  tall.textContent = on ? say.short : say.tall;
  tall.setAttribute("aria-pressed", String(on));
  yasqe.refresh();
});
document.addEventListener("click", (event) => {
  const term = event.target.closest("[data-insert]")?.dataset.insert;
  if (!term) return;
  yasqe.replaceSelection(term);
  yasqe.focus();
});

runButton.addEventListener("click", run);
stopButton.addEventListener("click", () => running?.abort());
document.getElementById("examples").addEventListener("change", async (event) => {
  if (!event.target.value) return;
  const response = await fetch(`${root}/queries/${event.target.value}.rq`);
  if (response.ok) {
    yasqe.setValue(await response.text());
    run();
  }
});
document.getElementById("share").addEventListener("click", async (event) => {
  history.replaceState(null, "", share());
  await navigator.clipboard?.writeText(share()).catch(() => {});
  status.textContent = say.copied;
  event.target.focus();
});
document.getElementById("copy").addEventListener("click", async (event) => {
  await navigator.clipboard?.writeText(whole(yasqe.getValue())).catch(() => {});
  status.textContent = say.whole;
  event.target.focus();
});
if (start) run();
