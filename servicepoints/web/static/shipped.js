"use strict";
/* What a kept list says at a moment. The words and the minutes from which they hold come from the server: here an instant
   is compared with them, and no law of hours is known. */
window.shipped = (function () {
  const RADIUS_M = 6371008.8;

  /* The line that holds at a minute since 1970: the last that has begun. Before the first, when the clock of the phone
     was set back, and past the last nobody knows, which is what the last one says. */
  function at(lines, minute) {
    let found = lines[lines.length - 1];
    for (const line of lines) if (line[0] <= minute) found = line;
    return { state: found[1], words: found[2] };
  }

  function metres(a, b) {
    const rad = Math.PI / 180;
    const u = Math.sin((b[0] - a[0]) * rad / 2), v = Math.sin((b[1] - a[1]) * rad / 2);
    return 2 * RADIUS_M * Math.asin(Math.sqrt(u * u + Math.cos(a[0] * rad) * Math.cos(b[0] * rad) * v * v));
  }

  function distance(m) {
    if (m < 995) return Math.max(10, Math.round(m / 10) * 10) + "米";
    return (m / 1000).toFixed(m < 9950 ? 1 : 0) + "公里";
  }

  /* How long ago something was kept; a clock that was set back knows nothing better than 刚才. */
  function ago(minutes) {
    if (minutes < 1) return "刚才";
    if (minutes < 60) return Math.floor(minutes) + "分钟前";
    return minutes < 2880 ? Math.floor(minutes / 60) + "小时前" : Math.floor(minutes / 1440) + "天前";
  }

  /* A moment in Shanghai, whatever the phone's own time zone. */
  function date(minute) {
    const there = new Date((minute + 480) * 60000);
    return (there.getUTCMonth() + 1) + "月" + there.getUTCDate() + "日" +
      there.getUTCHours() + ":" + String(there.getUTCMinutes()).padStart(2, "0");
  }

  return { at: at, metres: metres, distance: distance, ago: ago, date: date };
})();
