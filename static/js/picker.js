/* Ticking people: find by typing, count, show only who is in no project ([data-picker]). */
"use strict";

document.querySelectorAll("[data-picker]").forEach((picker) => {
  const items = Array.from(picker.querySelectorAll(".picker-item"));
  const search = picker.querySelector("[data-picker-search]");
  const flagged = picker.querySelector("[data-picker-flagged]");
  const count = picker.querySelector("[data-picker-count]");

  function show() {
    const words = search.value.trim().toLowerCase();
    items.forEach((item) => {
      const found = item.textContent.toLowerCase().includes(words);
      const fits = !flagged.checked || "flag" in item.dataset;
      item.parentElement.hidden = !(found && fits);
    });
  }

  function tally() {
    const ticked = items.filter((item) => item.querySelector("input").checked).length;
    count.textContent = count.dataset.word.replace("{n}", String(ticked));
  }

  search.addEventListener("input", (event) => {
    event.stopPropagation();
    show();
  });
  /** Enter in the search box looks for a name; it does not send the form. */
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  flagged.addEventListener("change", (event) => {
    event.stopPropagation();
    show();
  });
  picker.addEventListener("change", tally);
  flagged.closest("label").hidden = !items.some((item) => "flag" in item.dataset);
  picker.querySelector("[data-picker-head]").hidden = false;
  tally();
});
