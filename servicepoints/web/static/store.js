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
  return { tab: on("sessionStorage"), phone: on("localStorage") };
})();
