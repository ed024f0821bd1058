// Ticking a page of points without loading it again, and how many are ticked. Links do it without this.
const form = document.querySelector("[data-bulk]");
if (form) {
  const ticks = [...form.querySelectorAll("input[name=pick]")];
  const said = form.querySelector("[data-picked]");
  const tell = () => {
    const n = ticks.filter((tick) => tick.checked).length;
    if (said) said.textContent = n ? `选了${n}个` : "";
  };
  const all = (on) => (event) => {
    event.preventDefault();
    for (const tick of ticks) tick.checked = on;
    tell();
  };
  form.querySelector("[data-pick-page]")?.addEventListener("click", all(true));
  form.querySelector("[data-pick-none]")?.addEventListener("click", all(false));
  form.addEventListener("change", tell);
  // one menu at a time: they lie over each other
  const menus = [...form.querySelectorAll(".bulk details")];
  for (const menu of menus) {
    menu.addEventListener("toggle", () => {
      if (menu.open) for (const other of menus) if (other !== menu) other.open = false;
    });
  }
  tell();
}
