// Suggestions below a search box: shown while they help, reached by the arrow keys, closed by Escape.
export function followSuggestions() {
  for (const box of document.querySelectorAll("input[data-suggest]")) {
    const list = document.getElementById(box.dataset.suggest);
    const links = () => [...list.querySelectorAll("a")];
    const show = () => (list.hidden = !box.value.trim() || !links().length);
    list.addEventListener("htmx:afterSwap", show);
    box.addEventListener("input", () => box.value.trim() || (list.hidden = true));
    box.addEventListener("focus", show);
    box.form.addEventListener("focusout", (event) => {
      if (!box.form.contains(event.relatedTarget)) list.hidden = true;
    });
    box.form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        list.hidden = true;
        box.focus();
        list.hidden = true;
        return;
      }
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || list.hidden) return;
      event.preventDefault();
      const all = [box, ...links()];
      all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
    });
  }
}
