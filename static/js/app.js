/* On every page: menus that close, forms that are sent once, reason pages as dialogs. */
"use strict";

/** Open menus (details[data-drop]) close on Escape and on a click elsewhere. */
function closeDrops(except) {
  document.querySelectorAll("details[data-drop][open]").forEach((drop) => {
    if (drop !== except) drop.open = false;
  });
}

document.addEventListener("click", (event) => {
  closeDrops(event.target.closest("details[data-drop]"));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details[data-drop][open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

/** A guarded form is sent once; coming back to the page (back button) makes it ready again. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-guard]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (event.defaultPrevented) return;
  form.dataset.sent = "1";
  form.setAttribute("aria-busy", "true");
});

window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  });
});

/** The token of the present session: a page opened before a new login can still send its form. */
function csrfToken(form) {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? cookie[1] : form.elements.csrfmiddlewaretoken.value;
}

document.addEventListener("submit", (event) => {
  const field = event.target.elements.csrfmiddlewaretoken;
  if (field) field.value = csrfToken(event.target);
});

/** This page is the server's answer to a form sent before, so its kept copy has done its duty. */
(function forgetSentDraft() {
  const key = sessionStorage.getItem("sent-draft");
  if (!key) return;
  localStorage.removeItem(key);
  sessionStorage.removeItem("sent-draft");
})();

/** Logging out takes what drafts and sheets were kept in this browser with it. */
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-logout]")) return;
  Object.keys(localStorage)
    .filter((key) => key.startsWith("draft:"))
    .forEach((key) => localStorage.removeItem(key));
});

/** A link with data-dialog shows that page's form in a dialog; when anything fails it is a link. */
async function openDialog(link) {
  const answer = await fetch(link.href, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const body = page.querySelector("[data-dialog-body]");
  if (!answer.ok || !body) throw new Error("no dialog in this page");
  if (!body.hasAttribute("action")) body.action = link.href;
  showDialog(body, link);
}

function showDialog(body, link) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", "reason-h");
  dialog.append(document.adoptNode(body));
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  const field = dialog.querySelector("select, textarea, input:not([type=hidden])");
  if (field) field.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (link && plain && window.HTMLDialogElement) {
    event.preventDefault();
    openDialog(link).catch(() => window.location.assign(link.href));
  }
  const closer = event.target.closest("dialog [data-dialog-close]");
  if (closer) {
    event.preventDefault();
    closer.closest("dialog").close();
  }
});
