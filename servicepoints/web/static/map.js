"use strict";
/* The points of the map: fetched by what is in view, put in as text. What leaves this page is the view, widened to
   whole map tiles; the courier's own place stays here. */
(function () {
  const page = document.querySelector("main.map");
  const map = window[page.dataset.map];
  const says = page.querySelector(".says");
  const card = page.querySelector(".tapped");
  const part = function (name) { return card.querySelector("[data-" + name + "]"); };
  const filter = document.querySelector("[data-filter]");
  const points = L.layerGroup().addTo(map);
  const around = L.layerGroup().addTo(map);
  const TILE = 256;
  const remembered = window.remember.tab;
  const need = page.dataset.need;
  let chosen = page.dataset.chosen;
  let asked = null;
  let shift = JSON.parse(page.dataset.shift);
  let fix = null;
  let rough = "";
  let here = null;
  let myMarker = null;
  let shown = null;

  /* The view widened to whole tiles: the same address for all who look at this part of town. */
  function box() {
    const zoom = map.getZoom();
    const view = map.getPixelBounds();
    const low = L.point(Math.floor(view.min.x / TILE) * TILE, Math.ceil(view.max.y / TILE) * TILE);
    const high = L.point(Math.ceil(view.max.x / TILE) * TILE, Math.floor(view.min.y / TILE) * TILE);
    const southWest = map.unproject(low, zoom);
    const northEast = map.unproject(high, zoom);
    return [southWest.lng, southWest.lat, northEast.lng, northEast.lat].map(function (n) { return n.toFixed(5); }).join(",");
  }

  function only() {
    return filter.getAttribute("aria-pressed") === "true";
  }

  /* The view stays with this entry of the browser's history: who comes back from a point finds it as it was. */
  function keep() {
    const at = map.getCenter();
    history.replaceState({ lat: at.lat, lng: at.lng, zoom: map.getZoom(), only: only(), chosen: chosen }, "");
  }

  function begin() {
    const before = history.state;
    const place = remembered.get("place");
    if (place) {
      fix = { latitude: Number(place.lat), longitude: Number(place.lon), accuracy: place.accuracy };
      putMe();
    }
    if (before) {
      filter.setAttribute("aria-pressed", String(before.only));
      chosen = before.chosen;
      if (!chosen) card.hidden = true;
      map.setView([before.lat, before.lng], before.zoom, { animate: false });
    } else if (place && !chosen) {
      map.setView(here, 15, { animate: false });
    }
    const from = remembered.get("from");
    if (typeof from === "string" && /^\/(?!\/|map)/.test(from)) {
      const back = document.querySelector("[data-back]");
      back.href = from;
      if (from.startsWith("/p/")) back.textContent = "‹ 返回";
    }
  }

  function load() {
    if (asked) asked.abort();
    asked = new AbortController();
    const query = new URLSearchParams({ bbox: box(), zoom: map.getZoom(), datum: page.dataset.datum });
    if (need) query.set("need", need);
    if (only()) query.set("open", "arrival");
    fetch("/api/v1/points?" + query, { signal: asked.signal }).then(function (answer) {
      if (!answer.ok) throw new Error(answer.status);
      return answer.json();
    }).then(draw).catch(function (error) {
      if (error.name !== "AbortError") says.textContent = "没连上，动一下地图再试";
    });
  }

  function draw(answer) {
    shift = answer.offset_from_wgs84;
    if (fix) putMe();
    const focused = page.contains(document.activeElement) && document.activeElement.dataset.key;
    points.clearLayers();
    around.clearLayers();
    if (page.dataset.place) {
      ring(JSON.parse(page.dataset.place), Number(page.dataset.precision));
    }
    answer.features.forEach(function (feature) {
      const at = L.latLng(feature.geometry.coordinates[1], feature.geometry.coordinates[0]);
      if (feature.properties.count) many(at, feature.properties); else one(at, feature.properties);
    });
    /* a marker that is tabbed to may move the map, and so be drawn anew */
    const again = focused && page.querySelector('[data-key="' + focused + '"]');
    if (again) again.focus({ preventScroll: true });
    if (answer.features.length) says.textContent = rough;
    else if (only()) says.textContent = "这一片没有骑到还开着的，点右上角看全部";
    else says.textContent = "这一片还没有收录";
  }

  function many(at, properties) {
    const count = document.createElement("span");
    count.textContent = properties.count;
    const marker = mark(at, count, "many", properties.count + "个点，点开看", at.lat + "," + at.lng);
    marker.on("click", function () { map.setView(at, Math.min(map.getZoom() + 2, map.getMaxZoom())); });
  }

  function one(at, properties) {
    const coarse = properties.precision_m > Number(page.dataset.coarse);
    const picked = properties.code === chosen;
    if (coarse && properties.code !== page.dataset.chosen) ring(at, properties.precision_m);
    const marker = mark(at, false, "dot " + properties.status.state + (picked ? " chosen" : ""), properties.name + "，" + properties.status.words, properties.code);
    marker.on("click", function () {
      page.querySelectorAll(".dot.chosen").forEach(function (dot) { dot.classList.remove("chosen"); });
      marker.getElement().classList.add("chosen");
      chosen = properties.code;
      show(at, properties, coarse);
      keep();
    });
    if (picked) show(at, properties, coarse);
  }

  /* The circle in which a point lies whose position nobody has checked. */
  function ring(at, radius) {
    if (radius <= Number(page.dataset.coarse)) return;
    L.circle(at, { radius: radius, className: "around", weight: 2, dashArray: "6 5", fillOpacity: 0.08, interactive: false }).addTo(around);
  }

  function mark(at, content, className, label, key) {
    const marker = L.marker(at, { icon: L.divIcon({ className: className, html: content, iconSize: [44, 44] }), title: label });
    marker.addTo(points);
    marker.getElement().setAttribute("aria-label", label);
    marker.getElement().dataset.key = key;
    return marker;
  }

  function show(at, properties, coarse) {
    shown = [at, properties, coarse];
    const far = coarse ? page.dataset.vague : here ? metres(map.distance(here, at)) : "";
    part("name").textContent = properties.name;
    part("status").textContent = properties.status.words;
    part("status").className = properties.status.state;
    part("line").textContent = [far, properties.entry].filter(Boolean).join(" · ");
    const address = "/p/" + properties.code + (need ? "?need=" + need : "");
    card.querySelector("a.name").href = address;
    part("go").href = address + "#go";
    card.hidden = false;
  }

  function metres(m) {
    return m < 1000 ? Math.round(m / 10) * 10 + "米" : (m / 1000).toFixed(1) + "公里";
  }

  /* The browser gives WGS-84; a ground in another datum is shifted, by what the last answer says of this part of town. */
  function putMe() {
    here = L.latLng(fix.latitude + shift[0], fix.longitude + shift[1]);
    if (!myMarker) myMarker = L.marker(here, { icon: L.divIcon({ className: "here", iconSize: [44, 44] }), title: "我在这里", interactive: false, keyboard: false }).addTo(map);
    myMarker.setLatLng(here);
    if (shown && !card.hidden) show(...shown);
  }

  /* Asks once, on a tap. */
  function locate(button) {
    button.setAttribute("aria-busy", "true");
    says.textContent = "正在定位…";
    navigator.geolocation.getCurrentPosition(function (found) {
      button.removeAttribute("aria-busy");
      fix = found.coords;
      remembered.set("place", { lat: fix.latitude.toFixed(5), lon: fix.longitude.toFixed(5), accuracy: Math.round(fix.accuracy), at: Date.now() });
      putMe();
      map.setView(here, 16);
      rough = fix.accuracy > 100 ? "定位偏差约" + Math.round(fix.accuracy) + "米" : "";
    }, function () {
      button.removeAttribute("aria-busy");
      says.textContent = "没定到位，拖动地图找吧";
    }, { enableHighAccuracy: true, timeout: 6000, maximumAge: 30000 });
  }

  filter.hidden = false;
  filter.addEventListener("click", function () {
    filter.setAttribute("aria-pressed", String(!only()));
    card.hidden = true;
    shown = null;
    chosen = "";
    keep();
    load();
  });
  const locator = page.querySelector(".locate");
  if (navigator.geolocation) {
    locator.hidden = false;
    locator.addEventListener("click", function () { locate(locator); });
  }
  map.attributionControl.setPrefix(false);
  begin();
  map.on("moveend", function () { keep(); load(); });
  load();
})();
