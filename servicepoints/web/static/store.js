"use strict";
/* What this page remembers: the place in this tab only (sessionStorage), the street on this phone only
   (localStorage). Both may be switched off by the browser; then nothing is remembered and all still works. */
window.remember = (function () {
  function on(area) {
    return {
      get: function (key) {
        try { return JSON.parse(window[area].getItem(key)); } catch (e) { return null; }
      },
      set: function (key, value) {
        try { window[area].setItem(key, JSON.stringify(value)); } catch (e) { /* full or switched off */ }
      },
      drop: function (key) {
        try { window[area].removeItem(key); } catch (e) { /* switched off */ }
      },
    };
  }
  /* WeCom's agent names WeChat too, but our account cannot sign for it */
  const src = document.body.dataset.wechat;
  if (src && /^(?!.*wxwork).*MicroMessenger/i.test(navigator.userAgent)) {
    document.head.appendChild(Object.assign(document.createElement("script"), { src: src }));
  }
  /* a few seconds after the page is there: what will be readable without a network (keep.js) */
  const keep = document.body.dataset.keep;
  if (keep && navigator.serviceWorker && !(navigator.connection || {}).saveData) {
    addEventListener("load", function () {
      setTimeout(function () {
        document.head.appendChild(Object.assign(document.createElement("script"), { src: keep }));
      }, 4000);
    });
  }
  const tab = on("sessionStorage");
  /* the map leads back to where one came from, and shows what was looked for there */
  document.addEventListener("click", function (event) {
    const link = event.target.closest('a[href^="/map"]');
    if (!link) return;
    tab.set("from", location.pathname + location.search);
    const need = new URLSearchParams(location.search).get("need");
    const query = new URLSearchParams(link.search);
    if (need) query.set("need", need); else query.delete("need");
    link.search = query;
  });
  const phone = on("localStorage");
  /* a sub-district that was chosen or last seen ("mine", "last"): its name and address, null if it is none */
  function street(key) {
    const kept = phone.get(key);
    return kept && /^\/d\/[a-z]+\/[a-z0-9-]+$/.test(kept.href) && typeof kept.name === "string" ? kept : null;
  }
  return { tab: tab, phone: phone, street: street };
})();
