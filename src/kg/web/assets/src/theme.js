// Runs before the page is drawn: the reader's choice of light or dark, so that nothing flashes.
const chosen = localStorage.getItem("kg-theme");
if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
document.documentElement.classList.add("js");
