// Draws every <figure data-chart="JSON"> of the page when it comes near.
import { draw } from "./draw.js";

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    seen.unobserve(entry.target);
    draw(entry.target, JSON.parse(entry.target.dataset.chart));
  }
}, { rootMargin: "400px" });
const watch = (place) => place.querySelectorAll("figure[data-chart]").forEach((figure) => seen.observe(figure));
watch(document);
document.addEventListener("htmx:afterSettle", () => watch(document.getElementById("list") ?? document));
