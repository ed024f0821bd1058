"use strict";
/* Squares over the map, darker where more was missed. Words go in as text. */
(function () {
  const ground = document.querySelector("[data-demand]");
  const map = window[ground.dataset.demand];
  const says = document.querySelector("[data-says]");
  const squares = JSON.parse(ground.dataset.squares);
  let chosen = null;

  function tell(square, rectangle) {
    if (chosen) chosen.getElement().classList.remove("chosen");
    chosen = rectangle;
    rectangle.getElement().classList.add("chosen");
    const name = square[5];
    const row = document.querySelector('[data-cell="' + name + '"] th');
    const where = row ? row.firstChild.textContent.trim() + "（" + name + "）" : name;
    says.textContent = where + "：找了" + square[6] + "次，没找到" + square[7] + "次";
  }

  squares.forEach(function (square) {
    const edges = [[square[0], square[1]], [square[2], square[3]]];
    const rectangle = L.rectangle(edges, { className: "missed level-" + square[4], weight: 1 }).addTo(map);
    rectangle.on("click", function () { tell(square, rectangle); });
  });
  map.attributionControl.setPrefix(false);
})();
