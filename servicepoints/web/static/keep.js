"use strict";
/* Keeps the points around on this phone, for when there is no network: those round this tab's place, and those of the
   streets that were chosen and last seen. The place goes out as for the list, in the body of a POST, and is not kept;
   offline.js reads what is. */
(function () {
  const PACKS = "servicepoints-packs-1";
  const OLD_MIN = 30;
  const PLACE_MS = 10 * 60 * 1000;
  const MOVED = 0.005; /* degrees: some 500 m */
  const MOST = 300000; /* characters of one */
  const remember = window.remember;

  function keep(name, address, request) {
    return caches.open(PACKS).then(function (cache) {
      return fetch(address, request).then(function (answer) {
        return answer.ok ? answer.text() : "";
      }).then(function (text) {
        if (!text || text.length > MOST) return;
        return cache.put("/kept/" + name, new Response(text, { headers: { "Content-Type": "application/json" } }));
      });
    }).catch(function () { /* away or full: what was kept before stays */ });
  }

  function age(name) {
    return caches.open(PACKS).then(function (cache) {
      return cache.match("/kept/" + name);
    }).then(function (found) {
      return found ? found.json() : null;
    }).then(function (pack) {
      return pack ? { of: pack.of, minutes: Date.now() / 60000 - pack.made } : null;
    }).catch(function () { return null; });
  }

  function near() {
    const at = remember.tab.get("place");
    if (!at || Date.now() - at.at > PLACE_MS) return;
    const last = remember.tab.get("kept");
    const moved = !last || Math.abs(last.lat - at.lat) > MOVED || Math.abs(last.lon - at.lon) > MOVED;
    age("near").then(function (had) {
      if (had && had.minutes >= 0 && had.minutes < OLD_MIN && !moved) return;
      keep("near", "/near/pack", { method: "POST", body: new URLSearchParams({ lat: at.lat, lon: at.lon }) })
        .then(function () { remember.tab.set("kept", { lat: at.lat, lon: at.lon }); });
    });
  }

  function street(which) {
    const known = remember.street(which);
    if (!known) return;
    age(which).then(function (had) {
      const before = remember.phone.get("kept-" + which);
      if (had && had.minutes >= 0 && had.minutes < OLD_MIN && before === known.href) return;
      keep(which, known.href + "/pack").then(function () { remember.phone.set("kept-" + which, known.href); });
    });
  }

  navigator.serviceWorker.register("/sw.js").catch(function () { /* not here: nothing is kept by it */ });
  near();
  street("mine");
  street("last");
  document.addEventListener("listed", near);
})();
