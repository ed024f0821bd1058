"use strict";
/* Asks for the place only on a tap, sends it only in the body of a POST, and never puts it in an address. */
(function () {
  const WAIT_MS = 6000;
  const KEEP_MS = 10 * 60 * 1000;
  const tab = window.remember.tab;
  const list = document.querySelector("[data-list]");
  const refused = document.querySelector("[data-refused]");
  const shell = document.querySelector("[data-shell]");
  const ways = document.querySelector("[data-ways]");
  let asked = 0;

  function place(fix) {
    const c = fix.coords;
    return { lat: c.latitude.toFixed(5), lon: c.longitude.toFixed(5), accuracy: Math.round(c.accuracy), at: Date.now() };
  }

  /* Resolves with the precise place, else the coarse one, else the last one of this tab; rejects with "denied",
     "timeout" or "none". */
  function locate() {
    return new Promise(function (found, failed) {
      const geo = navigator.geolocation;
      if (!geo) { failed("none"); return; }
      let coarse = tab.get("place");
      let settled = false;
      function settle(reason) {
        if (settled) return;
        settled = true;
        clearTimeout(timer);
        if (reason !== "denied" && coarse) found(coarse); else failed(reason);
      }
      const timer = setTimeout(function () { settle("timeout"); }, WAIT_MS);
      geo.getCurrentPosition(function (fix) { coarse = place(fix); }, function () { /* the precise one decides */ },
        { enableHighAccuracy: false, timeout: WAIT_MS, maximumAge: 300000 });
      geo.getCurrentPosition(function (fix) { coarse = place(fix); settle(""); }, function (error) {
        if (error.code === 1) settle("denied");
        else if (coarse) settle("");
      }, { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: 30000 });
    });
  }

  function explain(reason) {
    if (!refused) return;
    refused.hidden = false;
    refused.querySelectorAll("[data-why]").forEach(function (p) { p.hidden = p.dataset.why !== reason; });
    if (ways) { ways.hidden = false; refused.appendChild(ways); }
    refused.scrollIntoView({ block: "start" });
  }

  function show(html) {
    list.innerHTML = html;
    list.removeAttribute("aria-busy");
    if (refused) refused.hidden = true;
    if (shell) shell.hidden = true;
    /* an empty list is no dead end */
    if (ways) { list.after(ways); ways.hidden = Boolean(list.querySelector(".card")); }
    const at = tab.get("place");
    const stale = list.querySelector("[data-stale]");
    if (stale && at && Date.now() - at.at > KEEP_MS) stale.hidden = false;
  }

  function load() {
    const at = tab.get("place");
    const number = ++asked;
    const address = location.pathname + location.search;
    list.setAttribute("aria-busy", "true");
    return fetch(address, {
      method: "POST",
      body: new URLSearchParams({ lat: at.lat, lon: at.lon, accuracy: at.accuracy }),
    }).then(function (answer) {
      return answer.text().then(function (html) {
        if (number !== asked) return;
        if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
        if (answer.ok) tab.set("list", { of: address, html: html });
        show(html);
      });
    }).catch(function () {
      if (number !== asked) return;
      list.removeAttribute("aria-busy");
      if (shell && !list.firstElementChild) shell.hidden = false;
      explain("offline");
    });
  }

  function ask(button) {
    if (button.getAttribute("aria-busy")) return;
    const words = button.textContent;
    button.setAttribute("aria-busy", "true");
    if (button.dataset.busy) button.textContent = button.dataset.busy;
    if (refused) refused.hidden = true;
    locate().then(function (at) {
      tab.set("place", at);
      if (list) return load();
      location.assign(button.href);
      return null;
    }, explain).then(function () {
      button.removeAttribute("aria-busy");
      if (button.dataset.busy) button.textContent = words;
    });
  }

  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[data-locate], a[data-filter], a[data-retry]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.matches("[data-locate]")) {
      event.preventDefault();
      ask(link);
    } else if (list && tab.get("place")) {
      event.preventDefault();
      if (link.matches("[data-filter]")) history.replaceState(null, "", link.getAttribute("href"));
      load();
    }
  });

  /* Coming back, or coming from the home page: the list at once, as it was; then as it is now. */
  if (list && tab.get("place")) {
    const kept = tab.get("list");
    if (kept && kept.of === location.pathname + location.search) show(kept.html);
    else { list.replaceChildren(); shell.hidden = true; ways.hidden = true; }
    load();
  }
})();
