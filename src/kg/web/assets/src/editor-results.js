// What can be done with results: files to download, labels for addresses, a chart of chosen columns.
import { draw } from "./draw.js";

const MOST_LABELS = 500;
const MOST_BARS = 60;
const isNumber = (term) => term && /#(integer|decimal|double|float|int|long)$/.test(term.datatype || "");

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// Gives the last results out: JSON as it came, CSV asked for anew, XLSX made by the service.
export async function download(kind, { endpoint, query, text, lang }) {
  if (kind === "json") return save(new Blob([text], { type: "application/sparql-results+json" }), "results.srj");
  const asked = kind === "csv"
    ? fetch(endpoint, { method: "POST", body: new URLSearchParams({ query }), headers: { Accept: "text/csv" } })
    : fetch(`${endpoint}/results.xlsx?lang=${lang}`, { method: "POST", body: text, headers: { "Content-Type": "application/sparql-results+json" } });
  const response = await asked;
  if (!response.ok) throw new Error(String(response.status));
  const data = await response.blob();
  // Excel takes a CSV for UTF-8 only where it begins with a byte order mark.
  return save(kind === "csv" ? new Blob(["\ufeff", data], { type: "text/csv" }) : data, `results.${kind}`);
}

// Asks for the labels of the addresses in some rows; nothing where there are none.
export async function labels(endpoint, rows, lang) {
  const iris = new Set();
  for (const row of rows) for (const term of Object.values(row)) if (term.type === "uri" && iris.size < MOST_LABELS) iris.add(term.value);
  const safe = [...iris].filter((iri) => !/[\s<>"{}|\\^`]/.test(iri));
  if (!safe.length) return new Map();
  const query = `SELECT ?i (SAMPLE(?l) AS ?label) WHERE { VALUES ?i { ${safe.map((iri) => `<${iri}>`).join(" ")} }
    ?i <http://www.w3.org/2000/01/rdf-schema#label>|<http://www.w3.org/2004/02/skos/core#prefLabel>|<http://purl.org/dc/terms/title>|<https://w3id.org/zeren/ontology#text> ?l
    FILTER(LANG(?l) IN ("", "${lang}", "zh")) } GROUP BY ?i`;
  const response = await fetch(endpoint, { method: "POST", body: new URLSearchParams({ query }), headers: { Accept: "application/sparql-results+json" } });
  if (!response.ok) return new Map();
  return new Map((await response.json()).results.bindings.map((row) => [row.i.value, row.label.value]));
}

function chooser(text, values, chosen, many) {
  const label = document.createElement("label");
  label.textContent = text;
  const select = document.createElement("select");
  select.multiple = many;
  if (many) select.size = Math.min(4, values.length);
  for (const [value, shown] of values) select.add(new Option(shown, value, false, chosen.includes(value)));
  label.append(select);
  return [label, select];
}

// Draws a chart of chosen columns, with the choices above it; false where no column holds numbers.
export function chartOf(panel, names, rows, say, name) {
  const numeric = names.filter((column) => rows.some((row) => isNumber(row[column])));
  const others = names.filter((column) => !numeric.includes(column));
  const first = others.find((column) => rows.some((row) => row[column]?.type === "literal")) || others[0] || numeric[0];
  const measured = numeric.filter((column) => column !== first);
  if (!measured.length || !rows.length) return false;
  panel.lazy = () => {
    panel.textContent = "";
    const form = document.createElement("div");
    form.className = "filters";
    const [x, along] = chooser(say.x, names.map((n) => [n, n]), [first], false);
    const [y, figures] = chooser(say.y, numeric.map((n) => [n, n]), measured.slice(0, 3), true);
    const [k, kind] = chooser(say.kind, [["bar", say.bar], ["line", say.line], ["pie", say.pie]], ["bar"], false);
    form.append(x, y, k);
    const place = document.createElement("div");
    panel.append(form, place);
    const render = () => {
      const figure = document.createElement("figure");
      figure.className = "chart";
      const box = document.createElement("div");
      box.dataset.canvas = "";
      box.setAttribute("role", "img");
      box.setAttribute("aria-label", say.results);
      figure.append(box);
      place.replaceChildren(figure);
      const some = rows.slice(0, MOST_BARS);
      const chosen = [...figures.selectedOptions].map((option) => option.value);
      draw(figure, { type: kind.value, labels: some.map((row) => name(row[along.value])), hrefs: some.map(() => null),
        series: (chosen.length ? chosen : measured.slice(0, 1)).map((column) => ({ name: column, values: some.map((row) => (row[column] ? Number(row[column].value) : null)) })) });
    };
    [along, figures, kind].forEach((select) => select.addEventListener("change", render));
    render();
  };
  return true;
}
