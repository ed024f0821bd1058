"use strict";
/* 发到群: a text that already stands on the page is shared by the phone's own sheet, else copied; where the browser
   refuses that too, the text is selected for a long press. */
(function () {
  const toast = document.querySelector("[data-toast]");
  const agent = navigator.userAgent;
  /* WeChat or WeCom, which names both: a page cannot open their share panel, which is behind the ··· on top */
  const inside = /wxwork|MicroMessenger/i.test(agent);
  /* who sits at a desk pastes into a chat window */
  const sheet = !inside && navigator.share && matchMedia("(pointer: coarse)").matches;
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

  /* a browser inside an app may know the clipboard and refuse it, and still copy what is selected */
  async function copy(node) {
    try {
      await navigator.clipboard.writeText(words(node));
    } catch {
      select(node);
      if (!document.execCommand("copy")) throw new Error("refused");
    }
  }

  function copied(button, node) {
    const pointing = inside && button.dataset.wechat;
    return copy(node).then(function () {
      say(pointing || button.dataset.done, Boolean(pointing));
    }, function () {
      for (let fold = node.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
      node.scrollIntoView({ block: "center" });
      select(node);
      say(button.dataset.failed, false);
    });
  }

  /* The link apart from the text, as the sheet wants it: some apps take the one, some the other. */
  function shared(node) {
    const lines = words(node).trim().split("\n");
    const url = lines.pop();
    return navigator.share({ title: document.title, text: lines.join("\n") + "\n", url: url });
  }

  /* the sheet of map apps opens for who comes from the map to be led here, and closes on a tap beside it */
  const ways = document.querySelector(".dock details");
  if (ways) {
    if (location.hash === "#go") ways.open = true;
    document.addEventListener("click", function (event) {
      if (!ways.contains(event.target)) ways.open = false;
    });
  }

  document.querySelectorAll("[data-copy]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function (event) {
      event.preventDefault();
      const node = document.querySelector(button.dataset.copy);
      if (!sheet || !("share" in button.dataset)) { copied(button, node); return; }
      shared(node).catch(function (error) {
        if (error.name !== "AbortError") copied(button, node);
      });
    });
  });
})();
