"use strict";
/* At a door: what this phone has said is remembered on it alone; a place that this tab knows goes along only if one
   ticks it. Without this the form works all the same. */
(function () {
  const KEY = "reports";
  const MOST = 20;
  const phone = window.remember.phone;
  function known() {
    const kept = phone.get(KEY);
    return (Array.isArray(kept) ? kept : []).filter(function (one) {
      return one && /^\/r\/[A-Za-z0-9_-]{20,60}$/.test(one.href) && typeof one.words === "string" && one.at > Date.now() / 1000 - 30 * 86400;
    });
  }

  const here = document.querySelector("[data-report]");
  if (here) {
    const href = here.dataset.report;
    const mine = { href: href, code: here.dataset.code, words: here.dataset.words, at: Number(here.dataset.at) };
    phone.set(KEY, [mine].concat(known().filter(function (one) { return one.href !== href; })).slice(0, MOST));
  }

  const line = document.querySelector("[data-reported]");
  const last = line && known().find(function (one) { return one.code === line.dataset.reported; });
  if (last) {
    const link = document.createElement("a");
    link.href = last.href;
    link.textContent = "你报过“" + last.words + "”，看回音 ›";
    line.appendChild(link);
    line.hidden = false;
  }

  const place = window.remember.tab.get("place");
  if (!place || Date.now() - place.at > 10 * 60 * 1000) return;
  document.querySelectorAll("[data-door]").forEach(function (form) {
    const near = form.querySelector("[data-near]");
    if (!near) return;
    near.hidden = false;
    near.querySelector("input").addEventListener("change", function (event) {
      ["lat", "lon", "accuracy"].forEach(function (name) {
        form.elements[name].value = event.target.checked ? place[name] : "";
      });
    });
  });
})();
