"use strict";
(function () {
/* The list round this tab's place: fetched with the place in the body of a POST, kept for coming back, refreshed when
   it is looked at again. `load` rejects with "offline" only where there is nothing to look at meanwhile. */
const list = (function () {
  const OLD_MS = 60 * 1000;
  const STALE_MS = 10 * 60 * 1000;
  const SECOND_TAP_MS = 500;
  const tab = window.remember.tab;
  const box = document.querySelector("[data-list]");
  if (!box) return null;
  const offline = document.querySelector("[data-offline]");
  const shell = document.querySelector("[data-shell]");
  const ways = document.querySelector("[data-ways]");
  let asked = 0;
  let wanted = here();
  let loaded = 0;
  let made = 0; /* when what is shown was so */
  let arrived = performance.now();

  function here() {
    return location.pathname + location.search;
  }

  function filled() {
    return Boolean(box.querySelector(".card, .say, .warn"));
  }

  function label(element) {
    return element.matches(".chip") ? element.textContent.replace("✓", "") : element.getAttribute("href");
  }

  /* What someone had unfolded and where the keyboard stood outlast the list being drawn anew. */
  function kept() {
    const active = box.contains(document.activeElement) && label(document.activeElement);
    const more = box.querySelector(".chips details");
    const unfolded = more && more.open;
    return function () {
      const folds = tab.get("folds") || {};
      box.querySelectorAll("details.group").forEach(function (group) {
        const style = group.classList[1];
        if (style in folds) group.open = folds[style];
      });
      const chips = box.querySelector(".chips details");
      if (chips && unfolded) chips.open = true;
      const again = active && [...box.querySelectorAll("a, summary")].find(function (a) { return label(a) === active; });
      if (again) again.focus({ preventScroll: true });
    };
  }

  function show(html) {
    const restore = kept();
    if (!filled()) arrived = performance.now();
    box.innerHTML = html;
    restore();
    box.removeAttribute("aria-busy");
    offline.hidden = true;
    document.querySelector("[data-refused]").hidden = true;
    shell.hidden = true;
    box.after(ways);
    ways.hidden = filled() && !box.querySelector("[data-lead-on]") && Boolean(box.querySelector(".card"));
    const at = tab.get("place");
    const stale = box.querySelector("[data-stale]");
    if (stale && at && Date.now() - at.at > STALE_MS) stale.hidden = false;
  }

  function load(address) {
    const at = tab.get("place");
    const number = ++asked;
    wanted = address || wanted;
    const target = wanted;
    box.setAttribute("aria-busy", "true");
    return fetch(target, {
      method: "POST",
      body: new URLSearchParams({ lat: at.lat, lon: at.lon, accuracy: at.accuracy }),
    }).then(function (answer) {
      return answer.text().then(function (html) {
        if (number !== asked) return;
        if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
        loaded = made = Date.now();
        if (target !== here()) history.replaceState(null, "", target);
        if (answer.ok) tab.set("list", { of: target, html: html, at: made });
        show(html);
        document.dispatchEvent(new Event("listed")); /* keep.js */
      });
    }).catch(function () {
      if (number !== asked) return;
      box.removeAttribute("aria-busy");
      if (Date.now() - made > STALE_MS) box.replaceChildren(); /* what was open then may be shut */
      if (!filled()) throw "offline";
      offline.hidden = false;
      offline.scrollIntoView({ block: "nearest" });
    });
  }

  /* Coming back, or coming from the home page: the list at once, as it was; then as it is now. */
  function start() {
    const before = tab.get("list");
    if (before && before.of === here() && Date.now() - before.at < STALE_MS) {
      made = before.at;
      show(before.html);
    } else { box.replaceChildren(); shell.hidden = true; ways.hidden = true; }
    return load();
  }

  function again() {
    if (document.visibilityState === "visible" && loaded && Date.now() - loaded > OLD_MS) {
      load().catch(function (reason) { list.explain(reason); });
    }
  }

  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[data-filter], [data-offline] a");
    const group = event.target.closest(".group > summary");
    if (group) tab.set("folds", { ...tab.get("folds"), [group.parentNode.classList[1]]: !group.parentNode.open });
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    /* the second tap on the button of the page before lands on whatever has come under the thumb */
    const second = link.matches(".chip") && performance.now() - arrived < SECOND_TAP_MS;
    if (second || tab.get("place")) event.preventDefault();
    if (second || !tab.get("place")) return;
    load(link.matches("[data-filter]") ? link.getAttribute("href").split("#")[0] : wanted)
      .catch(function (reason) { list.explain(reason); });
  });
  addEventListener("pageshow", again);
  document.addEventListener("visibilitychange", again);

  return { load: load, start: start, filled: filled };
})();

/* Asks for the place only on a tap, sends it only in the body of a POST, and never puts it in an address. */
(function () {
  const WAIT_MS = 6000;
  const tab = window.remember.tab;
  const refused = document.querySelector("[data-refused]");
  const shell = document.querySelector("[data-shell]");
  const ways = document.querySelector("[data-ways]");
  let last = null;

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

  const street = window.remember.street("last") || window.remember.street("mine");
  document.querySelectorAll("a[data-last]").forEach(function (link) {
    if (!street) return;
    link.href = street.href;
    link.textContent = link.dataset.last + street.name;
    link.hidden = false;
  });

  function explain(reason) {
    /* a worker of ours has a page of what this phone kept */
    if (reason === "offline" && navigator.serviceWorker && navigator.serviceWorker.controller) {
      location[list ? "replace" : "assign"]("/offline");
      return;
    }
    if (shell && !list.filled()) shell.hidden = false;
    if (!refused) return;
    refused.hidden = false;
    refused.querySelectorAll("[data-why]").forEach(function (p) { p.hidden = p.dataset.why !== reason; });
    if (ways) { ways.hidden = false; refused.appendChild(ways); }
    refused.scrollIntoView({ block: "start" });
  }

  function idle(button) {
    button.removeAttribute("aria-busy");
    if (button.dataset.words) button.textContent = button.dataset.words;
  }

  /* The next page is fetched while the place is sought: it comes at once, or we know that the net is away. */
  function reach(address) {
    const reached = fetch(address).catch(function () { throw "offline"; });
    reached.catch(function () { /* told where it is waited for */ });
    return reached;
  }

  function ask(button) {
    if (button.getAttribute("aria-busy")) return;
    last = button;
    button.setAttribute("aria-busy", "true");
    if (button.dataset.busy) {
      button.dataset.words = button.textContent;
      button.textContent = button.dataset.busy;
    }
    if (refused) refused.hidden = true;
    const next = list ? null : reach(button.href);
    /* inside WeChat, its own fix first (wechat.js) */
    (window.wechatPlace || locate)(locate).then(function (at) {
      tab.set("place", at);
      if (list) return list.load().then(function () { idle(button); });
      return next.then(function () { location.assign(button.href); });  // busy until the page is left
    }).catch(function (reason) {
      idle(button);
      explain(typeof reason === "string" ? reason : "offline");
    });
  }

  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[data-locate], [data-refused] a[data-retry]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.matches("[data-locate]")) ask(link);
    else if (list && tab.get("place")) list.load().catch(explain);
    else if (last) ask(last);
  });

  addEventListener("pageshow", function () { document.querySelectorAll("a[data-locate]").forEach(idle); });

  if (list) list.explain = explain;
  if (list && tab.get("place")) list.start().catch(explain);
})();
})();
