// Draws every <figure data-chart="JSON"> of the page when it comes near.
import { draw } from "./draw.js";

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    seen.unobserve(entry.target);
    draw(entry.target, JSON.parse(entry.target.dataset.chart));
  }
}, { rootMargin: "400px" });
for (const figure of document.querySelectorAll("figure[data-chart]")) seen.observe(figure);
