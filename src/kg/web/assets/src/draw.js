// Draws one chart or network with ECharts, in the page's own colours; each mark leads to its page.
import * as echarts from "echarts/core";
import { BarChart, GraphChart, LineChart, PieChart } from "echarts/charts";
import { AriaComponent, DataZoomComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";

echarts.use([
  BarChart, GraphChart, LineChart, PieChart,
  AriaComponent, DataZoomComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer,
]);

function colours() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(name).trim();
  return {
    text: read("--ink"), soft: read("--soft"), line: read("--line"), paper: read("--paper"),
    series: [1, 2, 3, 4, 5, 6].map((n) => read(`--chart-${n}`)),
  };
}

const ROUND = 40; // nodes
const short = (text, length) => (text.length > length ? text.slice(0, length - 1) + "…" : text);
const format = (value) => (typeof value === "number" ? value.toLocaleString("zh-CN", { maximumFractionDigits: 4 }) : value);

function tooltip(c) {
  return {
    renderMode: "richText", confine: true, backgroundColor: c.paper, borderColor: c.line,
    textStyle: { color: c.text, fontSize: 13 },
  };
}

function axes(data, c, narrow) {
  const stacked = data.stacked ? "all" : undefined;
  const most = narrow ? 8 : 14;
  const wide = Math.min(most, Math.max(...data.labels.map((text) => text.length), 2)) * 13 + 14;
  const names = { type: "category", data: data.labels, inverse: data.type === "bar",
    axisLabel: { color: c.text, interval: 0, formatter: (text) => short(text, most), fontSize: 12 },
    axisLine: { lineStyle: { color: c.line } }, axisTick: { show: false } };
  const values = { type: "value", name: data.unit, nameTextStyle: { color: c.soft, fontSize: 12 }, axisLabel: { color: c.soft, formatter: (v) => large(v) }, splitLine: { lineStyle: { color: c.line } } };
  return {
    tooltip: { ...tooltip(c), trigger: "axis", axisPointer: { type: "shadow" }, valueFormatter: format },
    legend: data.series.length > 1 ? { textStyle: { color: c.text }, top: 0, itemWidth: 14 } : undefined,
    grid: { left: data.type === "bar" ? wide : 64, right: 44, top: (data.series.length > 1 ? 32 : 8) + (data.unit ? 22 : 0), bottom: 28, outerBoundsMode: "none" },
    xAxis: data.type === "bar" ? values : names,
    yAxis: data.type === "bar" ? names : values,
    series: data.series.map((series) => ({
      type: data.type, name: series.name, data: series.values, stack: stacked, barMaxWidth: 18, connectNulls: true, symbolSize: 8, cursor: data.links ? "pointer" : "default",
      label: !stacked && data.type === "bar" ? { show: true, position: "right", color: c.text, fontSize: 12, formatter: (p) => format(p.value) } : undefined,
    })),
  };
}

function large(value) {
  const size = Math.abs(value);
  if (document.documentElement.lang === "en") return size >= 1e6 ? `${format(value / 1e6)}M` : format(value);
  if (size >= 1e8) return `${format(value / 1e8)}亿`;
  if (size >= 1e4) return `${format(value / 1e4)}万`;
  return format(value);
}

function pie(data, c) {
  return {
    tooltip: { ...tooltip(c), trigger: "item", valueFormatter: format },
    series: [{ type: "pie", radius: ["38%", "68%"], itemStyle: { borderColor: c.paper, borderWidth: 2 },
      label: { color: c.text, formatter: (p) => `${short(p.name, 10)}\n${p.percent}%` },
      data: data.labels.map((name, i) => ({ name, value: data.series[0].values[i] })) }],
  };
}

function graph(data, c, narrow) {
  const most = Math.max(...data.links.map((link) => link.value), 1);
  const degree = {};
  for (const link of data.links) {
    degree[link.source] = (degree[link.source] || 0) + link.value;
    degree[link.target] = (degree[link.target] || 0) + link.value;
  }
  const top = Math.max(...Object.values(degree), 1);
  const labelled = new Set(Object.keys(degree).sort((a, b) => degree[b] - degree[a]).slice(0, narrow ? 14 : 45));
  // Around a circle the names of a few dozen nodes stand outwards and apart; more are drawn by forces.
  const round = data.nodes.length <= ROUND;
  const layout = round
    ? { layout: "circular", circular: { rotateLabel: true }, left: "24%", right: "24%", top: "22%", bottom: "22%" }
    : { layout: "force", layoutAnimation: false, left: "8%", right: "14%", top: "6%", bottom: "6%",
        force: { repulsion: Math.min(340, 9000 / data.nodes.length) * (narrow ? 0.35 : 1), edgeLength: narrow ? [30, 90] : [60, 170], gravity: 0.25, friction: 0.3 } };
  const label = round
    ? { show: true, color: c.text, fontSize: narrow ? 10 : 12, formatter: (p) => short(p.name, narrow ? 7 : 10) }
    : { show: true, position: "right", color: c.text, fontSize: 11, formatter: (p) => short(p.name, 9) };
  return {
    tooltip: { ...tooltip(c), formatter: (p) => (p.dataType === "edge" ? `${p.data.from} — ${p.data.to}: ${format(p.data.value)}` : `${p.name}: ${format(p.value)}`) },
    legend: data.kinds ? { data: data.kinds, textStyle: { color: c.text }, top: 0 } : undefined,
    series: [{ type: "graph", ...layout, roam: "move", draggable: !round, scaleLimit: { min: 0.4, max: 6 },
      categories: data.kinds ? data.kinds.map((name) => ({ name })) : undefined,
      label, labelLayout: { hideOverlap: true }, emphasis: { focus: "adjacency" }, cursor: "pointer",
      lineStyle: { color: c.soft, opacity: 0.35, curveness: round ? 0.2 : 0 },
      data: data.nodes.map((node) => ({ id: node.id, name: node.name, value: degree[node.id] || 0, category: node.kind, link: node.link,
        symbolSize: 8 + (round ? 14 : 22) * Math.sqrt((degree[node.id] || 0) / top), label: { show: round || labelled.has(node.id) },
        itemStyle: node.centre ? { color: c.series[1] } : undefined })),
      links: data.links.map((link) => ({ source: link.source, target: link.target, value: link.value,
        from: data.nodes.find((n) => n.id === link.source)?.name, to: data.nodes.find((n) => n.id === link.target)?.name,
        lineStyle: { width: 1 + 4 * (link.value / most) } })) }],
  };
}

// The wheel scrolls the page, so a network is made larger and smaller by buttons.
function zooms(figure, chart, box, render) {
  if (figure.querySelector(".zooms")) return;
  const english = document.documentElement.lang === "en";
  const bar = document.createElement("div");
  bar.className = "buttons zooms";
  const by = (zoom) => () => chart.dispatchAction({ type: "graphRoam", zoom, originX: box.clientWidth / 2, originY: box.clientHeight / 2 });
  for (const [text, act] of [[english ? "Larger" : "放大", by(1.3)], [english ? "Smaller" : "缩小", by(1 / 1.3)], [english ? "Whole" : "还原", render]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = text;
    button.addEventListener("click", act);
    bar.append(button);
  }
  figure.prepend(bar);
}

export function draw(figure, data) {
  const box = figure.querySelector("[data-canvas]") || figure;
  const narrow = box.clientWidth < 560;
  if (data.type === "bar") {
    const rows = data.labels.length * (data.stacked ? 24 : 14 + 14 * data.series.length) + 60;
    box.style.height = `${Math.max(140, Math.min(rows, 4000))}px`;
  }
  const chart = echarts.getInstanceByDom(box) || echarts.init(box, null, { renderer: "svg" });
  const render = () => {
    const c = colours();
    const option = data.type === "graph" ? graph(data, c, narrow) : data.type === "pie" ? pie(data, c) : axes(data, c, narrow);
    chart.setOption({ color: c.series, animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily }, ...option }, true);
  };
  render();
  if (data.type === "graph") zooms(figure, chart, box, render);
  document.addEventListener("kg:theme", render);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", render);
  chart.on("click", (event) => {
    const link = data.type === "graph" ? event.data.link : (data.hrefs || [])[event.dataIndex];
    if (link) location.href = link;
  });
  new ResizeObserver(() => chart.resize()).observe(box);
  figure.dataset.drawn = "true";
  return chart;
}
