"use strict";
/* Copies a text that already stands on the page; where the browser refuses, the text is selected for a long press. */
(function () {
  const toast = document.querySelector("[data-toast]");
  let timer = 0;

  function say(words, top) {
    toast.textContent = words;
    toast.classList.toggle("top", top);
    clearTimeout(timer);
    timer = setTimeout(function () { toast.textContent = ""; }, 6000);
  }

  function words(node) {
    return "value" in node ? node.value : node.textContent;
  }

  function select(node) {
    if (node.select) { node.select(); return; }
    const range = document.createRange();
    range.selectNodeContents(node);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }

  function copy(node) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(words(node));
    select(node);
    return document.execCommand("copy") ? Promise.resolve() : Promise.reject(new Error("refused"));
  }

  /* the sheet of map apps opens for who comes from the map to be led here, and closes on a tap beside it */
  const sheet = document.querySelector(".dock details");
  if (sheet) {
    if (location.hash === "#go") sheet.open = true;
    document.addEventListener("click", function (event) {
      if (!sheet.contains(event.target)) sheet.open = false;
    });
  }

  document.querySelectorAll("[data-copy]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function (event) {
      event.preventDefault();
      const node = document.querySelector(button.dataset.copy);
      const inWechat = /MicroMessenger/i.test(navigator.userAgent);
      const pointing = inWechat && button.dataset.wechat;
      copy(node).then(function () {
        say(pointing || button.dataset.done, Boolean(pointing));
      }, function () {
        for (let fold = node.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
        node.scrollIntoView({ block: "center" });
        select(node);
        say(button.dataset.failed, false);
      });
    });
  });
})();
