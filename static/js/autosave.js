/* Saves a form's draft by itself: form[data-autosave-url][data-draft-key].
   What cannot be sent is kept in this browser and offered when the page opens again. */
"use strict";

(function autosave() {
  const form = document.querySelector("form[data-autosave-url]");
  const line = document.querySelector("[data-autosave]");
  if (!form || !line) return;

  const words = line.querySelector("[data-autosave-words]");
  const key = `draft:${form.dataset.draftKey}`;
  const PAUSE = 3000;
  let timer = 0;
  let lastSent = typed();

  function fields(wanted) {
    const data = new URLSearchParams();
    new FormData(form).forEach((value, name) => {
      if (typeof value === "string" && wanted(name)) data.append(name, value);
    });
    return data.toString();
  }

  /** Everything as it would be posted, without files. */
  function posted() {
    return fields((name) => name !== "csrfmiddlewaretoken");
  }

  /** What a person entered: hidden fields change with every page and are no input. */
  function typed() {
    const hidden = new Set(
      Array.from(form.querySelectorAll("input[type=hidden]"), (field) => field.name)
    );
    return fields((name) => !hidden.has(name));
  }

  function say(state, text) {
    line.dataset.state = state;
    words.textContent = text;
  }

  function later() {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, PAUSE);
  }

  async function save() {
    window.clearTimeout(timer);
    const body = typed();
    if (body === lastSent || form.dataset.sent) return;
    say("saving", line.dataset.wordSaving);
    try {
      const answer = await send(posted());
      if (answer.status === 401 || answer.status === 403 || answer.redirected) {
        return keep(body, line.dataset.wordEnded);
      }
      if (!answer.ok) throw new Error(String(answer.status));
      saved(body, await answer.json());
    } catch (error) {
      keep(body, line.dataset.wordFailed);
      timer = window.setTimeout(save, PAUSE * 5);
    }
  }

  function send(body) {
    return fetch(form.dataset.autosaveUrl, {
      method: "POST",
      credentials: "same-origin",
      headers: {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-CSRFToken": csrfToken(form),
        "X-Autosave": "1",
      },
      body,
    });
  }

  function saved(body, answer) {
    lastSent = body;
    localStorage.removeItem(key);
    say("saved", `${line.dataset.wordSaved} ${answer.saved_at}`);
  }

  function keep(body, text) {
    localStorage.setItem(key, body);
    say("failed", text);
  }

  /** Fill the form with a kept version, field by field. */
  function restore(body) {
    const data = new URLSearchParams(body);
    Array.from(form.elements).forEach((field) => {
      if (!field.name || field.type === "file" || field.type === "hidden") return;
      if (field.type === "checkbox" || field.type === "radio") {
        field.checked = data.getAll(field.name).includes(field.value);
      } else if (data.has(field.name)) {
        field.value = data.get(field.name);
      }
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  function choice(label, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn-link-plain";
    button.textContent = label;
    button.addEventListener("click", act);
    line.append(button);
    return button;
  }

  function offer(body) {
    say("failed", line.dataset.wordKept);
    const buttons = [
      choice(line.dataset.wordRestore, () => done(() => restore(body))),
      choice(line.dataset.wordDrop, () => done(() => localStorage.removeItem(key))),
    ];
    function done(act) {
      act();
      buttons.forEach((button) => button.remove());
      say("idle", "");
    }
  }

  const kept = localStorage.getItem(key);
  if (kept && kept !== lastSent) offer(kept);

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("focusout", () => window.setTimeout(save, 0));
  /** Kept until the server has answered: app.js drops it on the next page. */
  form.addEventListener("submit", () => {
    window.clearTimeout(timer);
    localStorage.setItem(key, typed());
    sessionStorage.setItem("sent-draft", key);
  });
  window.addEventListener("online", save);
})();
