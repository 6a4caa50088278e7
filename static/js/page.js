// What every page does: one token for each request, one saving for each press, menus, dialogs, and the two banners.
// No words here: they stand in the templates. Nothing is ever kept in the browser's storage.

const body = document.body;

function token() {
  const name = body.dataset.csrfCookie || "(?:__Host-|__Secure-)?csrf(?:token)?";
  const found = document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]+)`));
  return found ? decodeURIComponent(found[1]) : body.dataset.csrf || "";
}

function show(id, shown = true) {
  const banner = document.getElementById(id);
  if (banner && banner.hidden === shown) banner.hidden = !shown;
}

document.addEventListener("htmx:configRequest", (event) => {
  const { headers, elt, verb } = event.detail;
  if (verb !== "get") headers["X-CSRFToken"] = token();
  if (elt.closest("[data-background]")) headers["X-Background"] = "1";
  if (body.dataset.user) headers["X-Page-User"] = body.dataset.user;
});

function answered(status) {
  show("banner-offline", false);
  if (status === 401) show("banner-signed-out");
  else if (status < 400) {
    show("banner-signed-out", false);
    show("banner-failed", false);
  }
}

function failed(event) {
  const { status } = event.detail.xhr;
  answered(status);
  if (status !== 401 && !isBackground(event)) show("banner-failed");
}

function isBackground(event) {
  const headers = event.detail.requestConfig?.headers || {};
  return headers["X-Background"] === "1";
}

document.addEventListener("htmx:afterOnLoad", (event) => answered(event.detail.xhr.status));
document.addEventListener("htmx:responseError", failed);
document.addEventListener("htmx:sendError", () => show("banner-offline"));
document.addEventListener("htmx:timeout", () => show("banner-offline"));
document.addEventListener("page:answered", (event) => answered(event.detail.status));
document.addEventListener("page:offline", () => show("banner-offline"));
window.addEventListener("online", () => show("banner-offline", false));
window.addEventListener("offline", () => show("banner-offline"));

// A form with data-once is sent once, however often the button is pressed; the server counts once as well.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.sent = "1";
  for (const button of buttonsOf(form)) button.setAttribute("aria-disabled", "true");
}, true);

// form="…" buttons stand elsewhere on the page and belong to it all the same.
function buttonsOf(form) {
  return [...form.elements].filter((one) => one.type === "submit");
}

function release(form) {
  if (!form?.matches?.("[data-once]")) return;
  delete form.dataset.sent;
  for (const button of buttonsOf(form)) button.removeAttribute("aria-disabled");
}

document.addEventListener("htmx:afterRequest", (event) => release(event.detail.elt));
document.addEventListener("page:held", (event) => { release(event.target); show("banner-offline"); });
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

document.addEventListener("click", (event) => {
  const off = event.target.closest("[aria-disabled=true]");
  if (off && off.matches("button, a, input")) {
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  const opener = event.target.closest("[data-open]");
  if (opener) openDialog(document.getElementById(opener.dataset.open));
  const closer = event.target.closest("[data-close-dialog]");
  if (closer) closer.closest("dialog")?.close();
  const dismiss = event.target.closest("[data-dismiss]");
  if (dismiss) show(dismiss.dataset.dismiss, false);
  const secret = event.target.closest("[data-reveal]");
  if (secret) reveal(secret);
  const copy = event.target.closest("[data-copy]");
  if (copy) navigator.clipboard?.writeText(copy.dataset.copy).then(() => copy.classList.add("is-copied"));
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
}, true);

function openDialog(dialog) {
  if (!dialog || dialog.open) return;
  document.dispatchEvent(new CustomEvent("dialog:opening", { detail: { dialog } }));
  if (dialog.dataset.openNow === "beside") openBeside(dialog);
  else dialog.showModal();
}

// A dialog that must not cover everything: only the parts marked data-beside rest until it is closed or replaced.
function openBeside(dialog) {
  dialog.show();
  const covered = [...document.querySelectorAll("[data-beside]")];
  for (const part of covered) part.inert = true;
  (dialog.querySelector("[autofocus]") || dialog.querySelector("button"))?.focus();
  const free = () => {
    if (dialog.open && dialog.isConnected) return;
    for (const part of covered) part.inert = false;
    watch.disconnect();
  };
  const watch = new MutationObserver(free);
  watch.observe(body, { childList: true, subtree: true });
  dialog.addEventListener("close", free);
}

function reveal(button) {
  const field = document.getElementById(button.dataset.reveal);
  if (!field) return;
  const shown = field.type === "text";
  field.type = shown ? "password" : "text";
  button.setAttribute("aria-pressed", String(!shown));
}

document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("details.menu") && event.target.open) {
    event.target.querySelector(".menu-panel input:not([type=hidden])")?.focus();
  }
}, true);

// Choosing is enough: <select data-submit> sends its form.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form?.requestSubmit();
});

// A dialog that came with a fragment opens by itself.
function openArrived(root) {
  for (const dialog of root.querySelectorAll?.("dialog[data-open-now]") || []) openDialog(dialog);
}

document.addEventListener("htmx:load", (event) => openArrived(event.detail.elt.parentElement || document));
openArrived(document);

// A form that came back: whoever typed goes on where it is wrong.
const refused = document.querySelector("main form > .field-error:not([hidden])")?.parentElement;
const wrong = document.querySelector("main [aria-invalid=true]") || refused?.querySelector("input:not([type=hidden]), textarea, select");
if (wrong && document.activeElement === body) wrong.focus();
