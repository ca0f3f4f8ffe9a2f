/* Ticking rows of a table: all at once, and how many ([data-tick-all], [data-tick-count]). */
"use strict";

document.querySelectorAll("[data-tick-all]").forEach((all) => {
  const form = all.closest("form");
  const boxes = Array.from(form.querySelectorAll("tbody .cell-tick input[type=checkbox]"));
  const count = form.querySelector("[data-tick-count]");

  function tally() {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
    if (count) count.textContent = count.dataset.word.replace("{n}", String(ticked));
  }

  all.addEventListener("change", () => {
    boxes.forEach((box) => {
      box.checked = all.checked && !box.disabled;
    });
    tally();
  });
  form.addEventListener("change", tally);
  all.hidden = false;
  tally();
});
