/* The filing form: the folded part opens where the level asks for it; a reason is asked only
   where nothing is disclosed. Without scripts both stand there all the time. */
"use strict";

(function filing() {
  const form = document.getElementById("filing");
  if (!form) return;
  const fold = document.getElementById("sec-more");
  const byLevel = JSON.parse(form.dataset.requiredBy || "{}");
  const reason = form.elements.scope_reason;

  function follow() {
    const asked = byLevel[form.elements.level.value] || [];
    if (asked.length && fold) fold.open = true;
  }

  function reasons() {
    const block = reason.closest("[id^=div_]");
    block.hidden = form.elements.scope.value !== "none";
  }

  /** The scan belongs to what is entered from paper; staff outside the branch enter nothing else. */
  function scans() {
    const scan = form.elements.scan;
    const paper = form.elements.from_paper;
    if (scan && paper) scan.closest(".upload").hidden = !paper.checked;
  }

  /** Projects with a like name stand below the name as soon as it is typed. */
  const hint = form.querySelector("[data-similar]");
  async function compare() {
    const query = new URLSearchParams({ name: form.elements.name.value, own: hint.dataset.own });
    try {
      const answer = await fetch(`${hint.dataset.similar}?${query}`, {
        headers: { "HX-Request": "true" },
      });
      hint.innerHTML = answer.ok ? await answer.text() : "";
    } catch (error) {
      hint.textContent = "";
    }
  }
  form.elements.name.addEventListener("change", compare);
  if (form.elements.name.value) compare();

  if (form.elements.from_paper) form.elements.from_paper.addEventListener("change", scans);
  form.elements.level.addEventListener("change", follow);
  form.elements.scope.addEventListener("change", reasons);
  reasons();
  scans();
})();
