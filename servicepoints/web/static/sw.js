"use strict";
/* Answers with a page of what this phone kept, when the net does not answer. FILES (address → hash) and VERSION stand in
   front of this when it is served. It keeps those files and nothing that the net has answered anybody. */
const PREFIX = "servicepoints-";
const SHELL = PREFIX + "shell-" + VERSION;
const PACKS = PREFIX + "packs-1";
const WAIT_MS = 12000;
const PAGES = /^\/($|near$|search$|map$|offline$|d\/|s\/[^/]+$|p\/[^/]+$)/;

/* Each file is the one of this version, by its hash, or there is no worker of this version. */
async function fill() {
  const cache = await caches.open(SHELL);
  await Promise.all(Object.keys(FILES).map(async function (address) {
    const answer = await fetch(address, { integrity: FILES[address], credentials: "omit", redirect: "error" });
    if (!answer.ok) throw new Error(address + " " + answer.status);
    await cache.put(address, answer);
  }));
}

async function dropOthers() {
  const names = await caches.keys();
  const old = names.filter(function (name) { return name.startsWith(PREFIX) && name !== SHELL && name !== PACKS; });
  await Promise.all(old.map(function (name) { return caches.delete(name); }));
}

addEventListener("install", function (event) {
  skipWaiting();
  event.waitUntil(fill());
});

addEventListener("activate", function (event) {
  event.waitUntil(Promise.all([
    dropOthers(),
    clients.claim(),
    registration.navigationPreload && registration.navigationPreload.enable(),
  ]));
});

async function kept(address) {
  return (await caches.open(SHELL)).match(address);
}

async function page(event) {
  const net = Promise.resolve(event.preloadResponse).then(function (early) { return early || fetch(event.request); });
  const late = new Promise(function (tired) { setTimeout(tired, WAIT_MS); });
  const answer = await Promise.race([net, late]).catch(function () { /* away */ });
  if (answer && ![502, 503, 504].includes(answer.status)) return answer;
  return (await kept("/offline")) || net;
}

addEventListener("fetch", function (event) {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate") {
    if (PAGES.test(url.pathname)) event.respondWith(page(event));
  } else if (url.pathname in FILES && url.pathname !== "/offline") {
    event.respondWith(kept(url.pathname).then(function (file) { return file || fetch(event.request); }));
  }
});
