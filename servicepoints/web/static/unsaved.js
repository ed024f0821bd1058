// Asks before what somebody wrote is left behind: what data-unsaved selects in its form, until it is sent (a box
// with a copy button: or copied). With data-already, the form came back from the server with it, not yet kept.
(() => {
  const changed = new Set(document.querySelectorAll("form[data-unsaved][data-already]"));
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.dataset.unsaved && event.target.matches(form.dataset.unsaved)) changed.add(event.target);
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
