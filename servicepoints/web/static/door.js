"use strict";
/* At a door: what this phone has said of it leads to its answer; a place that this tab knows goes along only if one
   ticks it. Without this the form works all the same. */
(function () {
  const line = document.querySelector("[data-reported]");
  const kept = line && window.remember.phone.get("reports");
  const last = (Array.isArray(kept) ? kept : []).find(function (one) {
    return one && one.code === line.dataset.reported && /^\/r\/[\w-]{20,60}$/.test(one.href) && typeof one.words === "string" && one.at > Date.now() / 1000 - 30 * 86400;
  });
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
    form.querySelector("[data-unasked]").hidden = true; /* the same room, so that nothing moves */
    near.querySelector("input").addEventListener("change", function (event) {
      ["lat", "lon", "accuracy"].forEach(function (name) {
        form.elements[name].value = event.target.checked ? place[name] : "";
      });
    });
  });
})();
