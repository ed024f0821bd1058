"use strict";
/* On a point's page: how far it is, if this tab already knows a place (it asks for none), in the line that says in which
   street it stands, so that nothing moves; the way back to the list round that place, if this point was in it; and
   after a minute out of sight what has become of 开着. */
(function () {
  const OLD_MS = 60 * 1000;
  const STALE_MS = 10 * 60 * 1000;
  const line = document.querySelector("[data-ride]");
  const street = line && line.innerHTML;
  let asked = Date.now();

  function say(html) {
    line.innerHTML = html;
    line.hidden = !html;
  }

  function ride() {
    const at = window.remember.tab.get("place");
    if (!at || Date.now() - at.at > STALE_MS) { say(street); return; }
    fetch(line.dataset.ride, {
      method: "POST",
      body: new URLSearchParams({ lat: at.lat, lon: at.lon, accuracy: at.accuracy }),
    }).then(function (answer) {
      return answer.ok ? answer.text() : "";
    }).then(function (html) {
      say(html || street);
    }).catch(function () { /* away: the page is whole without it */ });
  }

  function again() {
    if (document.visibilityState !== "visible" || Date.now() - asked < OLD_MS) return;
    asked = Date.now();
    ride();
    fetch(location.pathname + location.search).then(function (answer) { return answer.text(); }).then(function (html) {
      const now = new DOMParser().parseFromString(html, "text/html").querySelector("[data-now]");
      if (now) document.querySelector("[data-now]").replaceWith(now);
    }).catch(function () { /* away: what was said stands with its time */ });
  }

  function wayBack() {
    const list = window.remember.tab.get("list");
    const back = document.querySelector(".bar a");
    if (!list || !back || Date.now() - list.at > STALE_MS) return;
    if (!/^\/near(\?|$)/.test(list.of) || !list.html.includes('href="' + location.pathname)) return;
    back.href = list.of;
    back.textContent = "‹ 附近";
  }

  wayBack();
  if (!line) return;
  ride();
  addEventListener("pageshow", again);
  document.addEventListener("visibilitychange", again);
})();
