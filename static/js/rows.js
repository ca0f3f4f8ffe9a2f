/* Formset rows that can be added and taken out ([data-rows="prefix"]). */
"use strict";

document.querySelectorAll("[data-rows]").forEach((block) => {
  const list = block.querySelector("[data-rows-list]");
  const empty = block.querySelector("[data-rows-empty]");
  const adder = block.querySelector("[data-rows-add]");
  const total = block.querySelector(`[name="${block.dataset.rows}-TOTAL_FORMS"]`);

  function prepare(row) {
    const tick = row.querySelector("[data-row-delete]");
    const button = row.querySelector("[data-row-remove]");
    if (!tick || !button) return;
    tick.hidden = true;
    button.hidden = false;
    row.hidden = tick.querySelector("input").checked;
  }

  /** A saved row is marked for deletion and hidden; the server does the rest. */
  function remove(row) {
    row.querySelector("[data-row-delete] input").checked = true;
    row.hidden = true;
    block.dispatchEvent(new Event("change", { bubbles: true }));
    adder.focus();
  }

  function add() {
    const number = Number(total.value);
    const holder = document.createElement("template");
    holder.innerHTML = empty.innerHTML.replace(/__prefix__/g, String(number));
    const row = holder.content.querySelector("[data-row]");
    list.append(holder.content);
    total.value = String(number + 1);
    prepare(row);
    row.querySelector("input:not([type=hidden]), select, textarea").focus();
  }

  block.addEventListener("click", (event) => {
    const button = event.target.closest("[data-row-remove]");
    if (button) remove(button.closest("[data-row]"));
  });
  adder.addEventListener("click", add);
  adder.hidden = false;
  list.querySelectorAll("[data-row]").forEach(prepare);
});
