"use strict";
/* Inside WeChat, where its JS-SDK is signed for us (store.js brings this in): cards of our own words, its map for the
   way, its fix for the place. Whatever fails, the page is as it is. */
(function () {
  const sdk = document.body.dataset.sdk;
  const AGAIN_MS = 3000;
  const WAIT_MS = 6000;
  const APIS = ["updateAppMessageShareData", "updateTimelineShareData", "openLocation", "getLocation"];

  function said(property) {
    const tag = document.querySelector('meta[property="og:' + property + '"]');
    return tag ? tag.content : "";
  }

  function loaded() {
    return new Promise(function (done, failed) {
      const script = document.createElement("script");
      script.src = sdk;
      script.onload = done;
      script.onerror = failed;
      document.head.appendChild(script);
    });
  }

  function signed(again) {
    const live = location.href.split("#")[0];
    return fetch("/wechat/signature?url=" + encodeURIComponent(live)).then(function (answer) {
      if (answer.ok) return answer.json();
      if (answer.status !== 503 || !again) throw new Error(answer.status);
      return new Promise(function (later) { setTimeout(later, AGAIN_MS); }).then(function () { return signed(false); });
    });
  }

  /* What is passed on is the page's own address, on the host that is signed for: no query, no place of anybody's. */
  function cards() {
    const link = location.origin + new URL(said("url")).pathname + new URL(said("url")).search;
    const card = { title: said("title"), desc: said("description"), link: link, imgUrl: said("image") };
    wx.updateAppMessageShareData(card);
    wx.updateTimelineShareData({ title: card.title, link: link, imgUrl: card.imgUrl });
  }

  function way() {
    const sheet = document.querySelector(".dock details[data-place]");
    if (!sheet) return;
    sheet.querySelector("summary").addEventListener("click", function (event) {
      event.preventDefault();
      wx.openLocation(Object.assign({ scale: 17, fail: function () { sheet.open = true; } }, JSON.parse(sheet.dataset.place)));
    });
  }

  /* For locate.js: resolves with WeChat's own WGS-84 fix, written as there; else with what the browser finds. */
  function place(browsed) {
    const found = new Promise(function (done, failed) {
      setTimeout(failed, WAIT_MS);
      wx.getLocation({
        type: "wgs84",
        success: function (at) {
          const lat = Number(at.latitude), lon = Number(at.longitude);
          if (!Number.isFinite(lat) || !Number.isFinite(lon)) { failed(); return; }
          done({ lat: lat.toFixed(5), lon: lon.toFixed(5), accuracy: Math.round(Number(at.accuracy) || 0), at: Date.now() });
        },
        fail: failed,
        cancel: failed,
      });
    });
    return found.catch(browsed);
  }

  Promise.all([signed(true), loaded()]).then(function (both) {
    wx.error(function () { window.wechatPlace = null; });
    wx.ready(function () {
      window.wechatPlace = place;
      cards();
      way();
    });
    wx.config(Object.assign({ debug: false, jsApiList: APIS }, both[0]));
  }).catch(function () { /* not signed or not reached */ });
})();
