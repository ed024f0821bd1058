"use strict";
/* Asks for the place on a tap and sends it in the body of a POST. Nothing is kept: no storage, no cookie, no address. */
(function () {
  const WAIT_MS = 10000;
  const WHY = {
    1: "没拿到定位权限：这个网页可能没让我们定位。可以按区找，或者点最下面打开完整的地图。",
    2: "现在定不了位。可以按区找。",
    3: "10秒没定到位。可以再点一次，或者按区找。",
  };
  const button = document.querySelector("[data-embed-locate]");
  const problem = document.querySelector("[data-embed-problem]");
  const list = document.querySelector("[data-embed-list]");
  const words = button.textContent;
  button.hidden = !navigator.geolocation;

  function busy(on) {
    button.textContent = on ? button.dataset.busy : words;
    button.setAttribute("aria-busy", String(on));
  }

  function say(text) {
    busy(false);
    problem.textContent = text;
    problem.hidden = false;
  }

  function show(fix) {
    const at = fix.coords;
    const place = { lat: at.latitude.toFixed(5), lon: at.longitude.toFixed(5), accuracy: Math.round(at.accuracy) };
    fetch("/embed/near", { method: "POST", body: new URLSearchParams(place), credentials: "omit" })
      .then(function (answer) {
        if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
        return answer.text();
      })
      .then(function (html) { busy(false); list.innerHTML = html; })
      .catch(function () { say("网络不通，过一会儿再点一次。"); });
  }

  button.addEventListener("click", function () {
    if (button.getAttribute("aria-busy") === "true") return;
    busy(true);
    problem.hidden = true;
    navigator.geolocation.getCurrentPosition(show, function (error) { say(WHY[error.code] || WHY[2]); },
      { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: 30000 });
  });
})();
