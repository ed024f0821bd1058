"use strict";
/* The page without a network: what this phone kept (keep.js), as it is now. All of it goes in as text. */
(function () {
  const PACKS = "servicepoints-packs-1";
  const FORMAT = 1;
  const shipped = window.shipped;
  const box = document.querySelector("[data-kept]");
  const banner = document.querySelector("[data-banner]");
  const sort = document.querySelector("[data-sort]");
  const titles = JSON.parse(box.dataset.titles);
  let packs = [];
  let here = null;

  function minute() {
    return Date.now() / 60000;
  }

  function unreached() {
    return navigator.onLine ? titles.unreached : titles.away;
  }

  function make(tag, className, ...inside) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...inside.filter(Boolean));
    return made;
  }

  function link(href, className, words) {
    return Object.assign(make("a", className, words), { href: href });
  }

  async function read() {
    const cache = await caches.open(PACKS);
    const found = await Promise.all(["near", "mine", "last"].map(async function (name) {
      const answer = await cache.match("/kept/" + name);
      return answer ? answer.json().catch(function () { return null; }) : null;
    }));
    const street = location.pathname.startsWith("/d/") && decodeURI(location.pathname);
    const known = ["", "mine", "last"].map(function (which) { return which && window.remember.phone.get("kept-" + which); });
    const usable = found.map(function (pack, i) { return pack && pack.format === FORMAT ? { ...pack, href: known[i] } : null; })
      .filter(function (pack, i, all) { return pack && !all.slice(0, i).some(function (p) { return p && p.name === pack.name; }); });
    const wanted = usable.filter(function (pack) { return street && pack.href === street; });
    return wanted.length ? wanted : usable;
  }

  function said(pack, point) {
    return shipped.at(pack.hours[point.hours], Math.floor(minute()));
  }

  function group(pack, point) {
    const state = said(pack, point).state;
    if (point.insiders) return "doubtful";
    if (state === "open") return point.admits ? "usable" : "unknown";
    return state === "closed" ? "closed" : "unknown";
  }

  function away(point) {
    return here && point.at ? shipped.metres(here, point.at) : Infinity;
  }

  function card(pack, point) {
    const now = said(pack, point), far = away(point);
    const where = (far < Infinity ? shipped.distance(far) + "｜" : "") + point.entering + "｜" + point.address;
    return make("li", "card",
      make("h3", "", link("/p/" + point.code, "clip", point.name), point.badge && make("span", "badge", point.badge)),
      make("p", "state", make("span", now.state, now.words)),
      make("p", "clip2", where),
      make("p", "has clip2", point.has),
      make("p", "foot clip", point.checked));
  }

  function section(pack) {
    const part = make("section", "");
    part.append(make("h2", "", pack.name), make("p", "soft", "数据是" + shipped.date(pack.made) + "的"));
    const points = [...pack.points].sort(function (a, b) { return away(a) - away(b) || 0; });
    for (const style of ["usable", "unknown", "closed", "doubtful"]) {
      const those = points.filter(function (point) { return group(pack, point) === style; });
      if (!those.length) continue;
      part.append(make("h3", "group-title", titles[style] + " " + those.length),
        make("ul", "cards", ...those.map(function (point) { return card(pack, point); })));
    }
    return part;
  }

  function one(pack, point) {
    const now = said(pack, point), far = away(point);
    const phones = point.phones.map(function (phone) { return link(phone[1], "button", "打电话 " + phone[0]); });
    return make("section", "box",
      make("h2", "", point.name),
      make("p", "now", make("span", now.state, now.words)),
      make("p", "", point.entering),
      make("p", "", point.address),
      far < Infinity && make("p", "", shipped.distance(far)),
      make("p", "has", point.has),
      make("p", "soft", point.checked),
      make("p", "soft", "数据是" + shipped.date(pack.made) + "的"),
      ...phones);
  }

  function chosen() {
    const code = (location.pathname.match(/^\/p\/(\w{6})$/) || [])[1];
    for (const pack of packs) {
      const point = pack.points.find(function (p) { return p.code === code; });
      if (point) return { pack: pack, point: point };
    }
    return null;
  }

  function show() {
    const found = chosen();
    const shown = found ? [found.pack] : packs;
    if (!shown.length) {
      banner.textContent = unreached();
      box.replaceChildren(make("p", "say", titles.nothing));
      return;
    }
    const oldest = Math.min(...shown.map(function (pack) { return pack.made; }));
    banner.textContent = unreached() + "，看的是" + shipped.ago(minute() - oldest) + "存的";
    box.replaceChildren(...(found ? [one(found.pack, found.point)] : shown.map(section)));
    sort.hidden = Boolean(here) || !navigator.geolocation;
  }

  function place(fix) {
    here = [fix.coords.latitude, fix.coords.longitude];
    show();
  }

  function again() {
    if (document.visibilityState === "visible") show();
  }

  sort.addEventListener("click", function () {
    sort.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition(place, function () { sort.hidden = true; }, { timeout: 10000, maximumAge: 300000 });
  });
  document.querySelector("[data-retry]").addEventListener("click", function (event) {
    if (location.pathname === "/offline") return;
    event.preventDefault();
    location.reload();
  });
  /* who has just tapped on something else is not called back */
  let leaving = false;
  addEventListener("beforeunload", function () { leaving = true; });
  addEventListener("pageshow", function () { leaving = false; });
  addEventListener("online", function () { if (!leaving && location.pathname !== "/offline") location.reload(); });
  document.addEventListener("visibilitychange", again);
  setInterval(again, 30000);

  const at = window.remember.tab.get("place");
  if (at && Date.now() - at.at < 10 * 60 * 1000) here = [Number(at.lat), Number(at.lon)];
  (window.caches ? read() : Promise.resolve([])).catch(function () { return []; }).then(function (found) {
    packs = found;
    show();
  });
})();
