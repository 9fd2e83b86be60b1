// Queries that this browser remembers: what was run, and what the reader saved under a name.
const KEYS = { history: "kg-history", saved: "kg-saved" };
const MOST = 30;

function read(kind) {
  try {
    const told = JSON.parse(localStorage.getItem(KEYS[kind]) || "[]");
    return Array.isArray(told) ? told.filter((entry) => typeof entry?.query === "string") : [];
  } catch {
    return [];
  }
}

function write(kind, entries) {
  try {
    localStorage.setItem(KEYS[kind], JSON.stringify(entries.slice(0, MOST)));
  } catch {
    // A browser that keeps nothing: the lists stay empty.
  }
}

function fill(select, entries, none) {
  select.replaceChildren(new Option(entries.length ? "" : none, ""));
  entries.forEach((entry, at) => select.add(new Option(entry.name, String(at))));
}

const titled = (query) => query.replace(/^\s*(PREFIX|BASE)\b.*$/gim, "").replace(/\s+/g, " ").trim().slice(0, 70);

// Binds the two lists; `get` and `set` are the editor's text. Returns what notes a query that ran.
export function remember({ get, set, say }) {
  const element = (id) => document.getElementById(id);
  const selects = { history: element("history"), saved: element("saved") };
  const show = (kind) => fill(selects[kind], read(kind), say.none);
  for (const kind of Object.keys(selects)) {
    show(kind);
    selects[kind].addEventListener("change", () => {
      const entry = read(kind)[Number(selects[kind].value)];
      if (selects[kind].value !== "" && entry) set(entry.query);
    });
  }
  const name = element("save-name");
  element("save").addEventListener("click", () => {
    const query = get();
    const called = name.value.trim() || titled(query);
    write("saved", [{ name: called, query }, ...read("saved").filter((entry) => entry.name !== called)]);
    name.value = "";
    show("saved");
    selects.saved.value = "0";
  });
  element("forget").addEventListener("click", () => {
    const at = selects.saved.value;
    if (at === "") return;
    write("saved", read("saved").filter((_, place) => place !== Number(at)));
    show("saved");
  });
  return (query) => {
    write("history", [{ name: titled(query), query }, ...read("history").filter((entry) => entry.query !== query)]);
    show("history");
  };
}
