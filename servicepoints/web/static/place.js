"use strict";
/* The pin on the map and the numbers in the form are one: moving either moves the other. Names go in as text. */
(function () {
  const ground = document.querySelector("[data-place]");
  const map = window[ground.dataset.place];
  const shown = JSON.parse(ground.dataset.shown);
  const lat = document.getElementById("f-lat");
  const lon = document.getElementById("f-lon");
  const datum = document.getElementById("f-datum");
  const STEP = 0.00005; /* degrees: some five metres */
  let pin = null;

  function mark(at, className, text, label) {
    const sign = document.createElement("span");
    sign.textContent = text;
    return L.marker(at, { icon: L.divIcon({ className: className, html: sign, iconSize: [28, 28] }), title: label, keyboard: false }).addTo(map);
  }

  function put(at) {
    if (!pin) {
      const sign = document.createElement("span");
      pin = L.marker(at, { draggable: true, icon: L.divIcon({ className: "pin", html: sign, iconSize: [44, 44], iconAnchor: [22, 40] }), title: "要标的位置", zIndexOffset: 1000 }).addTo(map);
      pin.getElement().setAttribute("aria-label", "要标的位置，按方向键挪");
      pin.on("dragend", function () { write(pin.getLatLng()); });
      pin.getElement().addEventListener("keydown", nudge);
    }
    pin.setLatLng(at);
  }

  function write(at) {
    lat.value = at.lat.toFixed(6);
    lon.value = at.lng.toFixed(6);
    datum.value = datum.dataset.mapDatum;
  }

  function set(at) {
    put(at);
    write(L.latLng(at));
  }

  function nudge(event) {
    const by = { ArrowUp: [STEP, 0], ArrowDown: [-STEP, 0], ArrowLeft: [0, -STEP], ArrowRight: [0, STEP] }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const at = pin.getLatLng();
    set(L.latLng(at.lat + by[0], at.lng + by[1]));
  }

  /* Typed numbers are shown only when they are in the datum of the map: another would be half a kilometre off. */
  function typed() {
    const at = [Number(lat.value), Number(lon.value)];
    if (datum.value !== datum.dataset.mapDatum || !at[0] || !at[1] || Math.abs(at[0]) > 90 || Math.abs(at[1]) > 180) return;
    put(at);
    map.panTo(at);
  }

  shown.nearby.forEach(function (near) { mark(near.at, "near", "", near.name); });
  if (shown.standing) {
    L.circle(shown.standing.at, { radius: shown.standing.precision, className: "around", weight: 2, dashArray: "6 5", fillOpacity: 0.08, interactive: false }).addTo(map);
  }
  shown.offers.forEach(function (offer, i) {
    mark(offer.at, "offer", String(i + 1), "第" + (i + 1) + "个").on("click", function () { set(offer.at); });
  });
  document.querySelectorAll("[data-offer]").forEach(function (button) {
    button.hidden = false;
    button.type = "button";
    button.setAttribute("aria-label", "用第" + button.textContent + "个");
    button.addEventListener("click", function () {
      const offer = shown.offers[Number(button.dataset.offer)];
      set(offer.at);
      map.setView(offer.at, 17);
      pin.getElement().focus();
    });
  });
  document.querySelector("[data-hint]").hidden = false;
  [lat, lon, datum].forEach(function (field) { field.addEventListener("change", typed); });
  map.on("click", function (event) { set(event.latlng); });
  map.attributionControl.setPrefix(false);
  if (lat.value && lon.value) typed();
})();
