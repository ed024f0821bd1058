// Asks before words that somebody wrote are left behind: in a form with data-unsaved, until they are copied or sent.
(() => {
  const changed = new Set();
  document.addEventListener("input", (event) => {
    if (event.target.matches("form[data-unsaved] textarea")) changed.add(event.target);
  });
  document.addEventListener("click", (event) => {
    const copy = event.target.closest("[data-copy]");
    if (copy) changed.delete(document.querySelector(copy.dataset.copy));
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-unsaved]")) changed.clear();
  });
  addEventListener("beforeunload", (event) => {
    if (changed.size) event.preventDefault();
  });
})();
