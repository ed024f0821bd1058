"use strict";
/* 我的街道: chosen on a sub-district's page, kept on this phone, never sent anywhere but as that page's address. */
(function () {
  const phone = window.remember.phone;
  const ADDRESS = /^\/d\/[a-z]+\/[a-z0-9-]+$/;

  function known(key) {
    const street = phone.get(key);
    return street && ADDRESS.test(street.href) && typeof street.name === "string" ? street : null;
  }

  const here = document.querySelector("[data-street]");
  if (here) {
    const street = { name: here.dataset.street, href: location.pathname };
    phone.set("last", street);
    const mine = known("mine");
    const chosen = mine && mine.href === street.href;
    here.querySelectorAll("[data-chosen]").forEach(function (p) { p.hidden = !chosen; });
    const button = here.querySelector("button");
    button.hidden = chosen;
    button.addEventListener("click", function () {
      phone.set("mine", street);
      button.hidden = true;
      here.querySelectorAll("[data-chosen]").forEach(function (p) { p.hidden = false; });
    });
  }

  const last = known("last") || known("mine");
  document.querySelectorAll("a[data-last]").forEach(function (link) {
    if (!last) return;
    link.href = last.href;
    link.textContent = link.dataset.last + last.name;
    link.hidden = false;
  });

  const box = document.querySelector("[data-mine]");
  const mine = known("mine");
  if (box && mine) {
    const link = box.querySelector("[data-name]");
    link.href = mine.href;
    link.textContent = mine.name;
    box.hidden = false;
    fetch(mine.href + "/news").then(function (answer) {
      return answer.ok ? answer.text() : "";
    }).then(function (html) {
      box.querySelector("[data-news]").innerHTML = html;
    }).catch(function () { /* away: the link alone still helps */ });
  }
})();
