"use strict";
/* On a point's page: how far it is, if this tab already knows a place. It asks for none. */
(function () {
  const line = document.querySelector("[data-ride]");
  const at = window.remember.tab.get("place");
  if (!line || !at || Date.now() - at.at > 10 * 60 * 1000) return;
  fetch(line.dataset.ride, {
    method: "POST",
    body: new URLSearchParams({ lat: at.lat, lon: at.lon, accuracy: at.accuracy }),
  }).then(function (answer) {
    return answer.ok ? answer.text() : "";
  }).then(function (html) {
    line.innerHTML = html;
    line.hidden = !html;
  }).catch(function () { /* away: the page is whole without it */ });
})();
