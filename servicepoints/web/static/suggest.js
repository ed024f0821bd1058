"use strict";
/* 我就在这儿: the phone's place goes into hidden fields of the form, and only into the body of its POST. */
(function () {
  const WAIT_MS = 8000;
  const part = document.querySelector("[data-suggest]");
  const button = part && part.querySelector("[data-locate-me]");
  if (!button || !navigator.geolocation) return;
  const form = button.form;
  const placed = part.querySelector("[data-placed]");
  const refused = part.querySelector("[data-refused]");

  function put(lat, lon, accuracy) {
    form.elements.lat.value = lat;
    form.elements.lon.value = lon;
    form.elements.accuracy.value = accuracy;
    form.elements.datum.value = lat ? "wgs84" : "";
    placed.hidden = !lat;
  }

  function idle() {
    button.removeAttribute("aria-busy");
    button.textContent = button.dataset.words;
  }

  button.dataset.words = button.textContent;
  button.hidden = false;
  button.addEventListener("click", function () {
    if (button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    button.textContent = button.dataset.busy;
    refused.hidden = true;
    navigator.geolocation.getCurrentPosition(function (fix) {
      idle();
      put(fix.coords.latitude.toFixed(6), fix.coords.longitude.toFixed(6), Math.round(fix.coords.accuracy));
    }, function () {
      idle();
      refused.hidden = false;
    }, { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: 30000 });
  });
  part.querySelector("[data-unpin]").addEventListener("click", function (event) {
    event.preventDefault();
    put("", "", "");
  });
})();
