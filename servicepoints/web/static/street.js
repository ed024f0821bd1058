"use strict";
/* 我的街道: chosen on a sub-district's page, kept on this phone, never sent anywhere but as that page's address. */
(function () {
  const phone = window.remember.phone;
  const known = window.remember.street;

  const here = document.querySelector("[data-street]");
  if (here) {
    const street = { name: here.dataset.street, href: location.pathname };
    const tell = function () {
      const mine = known("mine");
      const chosen = Boolean(mine && mine.href === street.href);
      here.querySelectorAll("[data-chosen]").forEach(function (part) { part.hidden = !chosen; });
      here.querySelector("[data-choose]").hidden = chosen;
    };
    phone.set("last", street);
    here.querySelector("[data-choose]").addEventListener("click", function () { phone.set("mine", street); tell(); });
    here.querySelector("[data-forget]").addEventListener("click", function () { phone.drop("mine"); tell(); });
    tell();
  }

  const box = document.querySelector("[data-mine]");
  const mine = known("mine");
  if (box && mine) {
    const link = box.querySelector("[data-name]");
    link.href = mine.href;
    link.textContent = mine.name;
    box.querySelector("[data-other]").href = mine.href.replace(/\/[^/]+$/, "#streets");
    const news = box.querySelector("[data-news]");
    /* as high as last time, so that what is below stays where it is */
    news.style.minHeight = (phone.get("news-height") || 72) + "px";
    box.hidden = false;
    fetch(mine.href + "/news").then(function (answer) {
      return answer.ok ? answer.text() : "";
    }).then(function (html) {
      news.innerHTML = html;
      news.style.minHeight = "";
      phone.set("news-height", news.offsetHeight);
    }).catch(function () { /* away: the link alone still helps */ });
  }
})();
