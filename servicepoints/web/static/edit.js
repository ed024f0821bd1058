// Reads hours while they are typed: sends what the form has of them, shows what the server understood.
const form = document.querySelector("form[data-edit]");
const WAIT_MS = 400;
const timers = new Map();
const turns = new Map();

function asked(of) {
  const all = new FormData(form);
  const wanted = new FormData();
  for (const name of ["csrf_token", "code"]) wanted.set(name, all.get(name));
  wanted.set("of", of);
  if (of === "hours") {
    const own = /^(hours_|seasons$|dates$|w-|t\d|x\d)/;
    for (const [name, value] of all) if (own.test(name)) wanted.set(name, value);
  } else {
    wanted.set("hours_text", all.get(`${of}-hours`));
    wanted.set("hours_accepted", all.get(`${of}-accepted`));
    wanted.set("space", all.get(`${of}-name`));
  }
  return wanted;
}

async function read(of) {
  const place = form.querySelector(`[data-understood="${of}"]`);
  const turn = (turns.get(of) || 0) + 1;
  turns.set(of, turn);
  let html = "";
  try {
    const answer = await fetch(form.dataset.edit, { method: "POST", body: asked(of), redirect: "error" });
    if (answer.ok) html = await answer.text();
  } catch {
    // no connection: the button still sends the form
  }
  if (turn !== turns.get(of)) return;
  // what stood there was read of other words
  if (html) place.innerHTML = html; else place.textContent = "没连上，改过的还没读。点“看看会改什么”，保存前再看。";
}

form.addEventListener("input", (event) => {
  const name = event.target.name || "";
  const of = event.target.dataset.hours || (/^(hours_by$|w-|t\d|x\d)/.test(name) ? "hours" : "");
  if (!of) return;
  clearTimeout(timers.get(of));
  timers.set(of, setTimeout(read, WAIT_MS, of));
});
