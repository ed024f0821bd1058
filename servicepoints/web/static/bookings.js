"use strict";
/* 我的预约: the links of this phone's bookings, kept on it alone; gone from the list a day after they are over. */
(function () {
  const phone = window.remember.phone;
  const KEY = "bookings";
  const MOST = 20;
  function known() {
    const kept = phone.get(KEY);
    return (Array.isArray(kept) ? kept : []).filter(function (one) {
      return one && /^\/b\/[A-Za-z0-9_-]{20,60}$/.test(one.href) && typeof one.title === "string" && !(one.until < Date.now() / 1000);
    });
  }

  const here = document.querySelector("[data-booking]");
  if (here) {
    const href = here.dataset.booking;
    const others = known().filter(function (one) { return one.href !== href; });
    const gone = here.dataset.state === "cancelled";
    const mine = { href: href, title: here.dataset.title, when: here.dataset.when, until: Number(here.dataset.until) };
    phone.set(KEY, (gone ? others : [mine].concat(others)).slice(0, MOST));
  }

  const box = document.querySelector("[data-bookings]");
  const all = known();
  if (box && all.length) {
    box.querySelector("[data-count]").textContent = String(all.length);
    const list = box.querySelector("ul");
    all.forEach(function (one) {
      const row = document.createElement("li");
      const link = document.createElement("a");
      link.href = one.href;
      link.textContent = one.title + "　" + one.when;
      row.appendChild(link);
      list.appendChild(row);
    });
    box.hidden = false;
  }
})();
