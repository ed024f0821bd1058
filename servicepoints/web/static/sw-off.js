"use strict";
/* Served as the worker when the setting is off: all that was kept goes, and so does the worker. */
addEventListener("install", function () { skipWaiting(); });
addEventListener("activate", function (event) {
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.filter(function (name) { return name.startsWith("servicepoints-"); }).map(function (name) {
      return caches.delete(name);
    }));
  }).then(function () { return registration.unregister(); }));
});
