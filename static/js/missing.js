/* Keeps the side list of missing fields true while the form is filled in.
   form[data-required='["title"]'][data-required-switch="level"][data-required-by='{"key": ["theme"]}'] */
"use strict";

(function missing() {
  const panel = document.querySelector("[data-missing]");
  if (!panel) return;
  const form = panel.dataset.form
    ? document.getElementById(panel.dataset.form)
    : document.querySelector("form[data-required]");
  if (!form || !form.dataset.required) return;

  const always = JSON.parse(form.dataset.required);
  const byLevel = JSON.parse(form.dataset.requiredBy || "{}");
  const list = panel.querySelector("[data-missing-list]");
  const item = panel.querySelector("[data-missing-item]");

  function controls(name) {
    return Array.from(form.elements).filter((field) => field.name === name);
  }

  function values(name) {
    return controls(name)
      .filter((field) => !["checkbox", "radio"].includes(field.type) || field.checked)
      .map((field) => field.value.trim())
      .filter(Boolean);
  }

  function required() {
    const level = values(form.dataset.requiredSwitch || "")[0];
    return always.concat(byLevel[level] || []);
  }

  /** The words a person knows the field by: its label, or the legend of its group. */
  function label(name) {
    const first = controls(name)[0];
    const named = first.closest("[data-missing-label]");
    if (named) return named.dataset.missingLabel;
    const group = first.closest("fieldset");
    const many = controls(name).length > 1 || first.type === "radio";
    const source = many && group ? group.querySelector("legend") : first.labels && first.labels[0];
    return source ? source.textContent.replace("*", "").trim() : name;
  }

  function anchor(name) {
    const first = controls(name)[0];
    const group = controls(name).length > 1 && first.closest("fieldset[id]");
    return group ? group.id : first.id;
  }

  /** Fields that a person knows by one name, the questions of a declaration, are one entry. */
  function once(names) {
    const words = names.map(label);
    return names.filter((name, place) => words.indexOf(words[place]) === place);
  }

  function entry(name) {
    const node = item.content.firstElementChild.cloneNode(true);
    node.querySelector("a").href = `#${anchor(name)}`;
    node.querySelector("span").textContent = label(name);
    return node;
  }

  function update() {
    const empty = required().filter((name) => controls(name).length && !values(name).length);
    const open = once(empty);
    list.replaceChildren(...open.map(entry));
    const count = panel.querySelector("[data-missing-count]");
    count.textContent = String(open.length);
    count.hidden = open.length === 0;
    panel.querySelector("[data-missing-done]").hidden = open.length > 0;
  }

  /** A click goes to the field itself, opening the fold that hides it. */
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const target = link && document.getElementById(link.hash.slice(1));
    if (!target) return;
    const fold = target.closest("details");
    if (fold) fold.open = true;
    const field = target.matches("input, select, textarea") ? target : target.querySelector("input");
    if (!field) return;
    event.preventDefault();
    field.focus({ preventScroll: true });
    target.scrollIntoView({ block: "center" });
  });

  form.addEventListener("input", update);
  form.addEventListener("change", update);
  update();
})();
