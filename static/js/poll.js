// Parts of a page that refresh themselves: <div data-poll="/address" data-poll-seconds="15"> swaps in what the address
// answers (204: nothing new). Quiet while the page is hidden, while somebody types or chooses inside, and in a dialog.

const parts = () => document.querySelectorAll("[data-poll]");
const due = new WeakMap();
const running = new WeakSet();
let failing = false;

function seconds(part) {
  return Math.max(5, Number(part.dataset.pollSeconds) || 15);
}

function isBusy(part) {
  if (document.hidden || document.querySelector("dialog[open]")) return true;
  const active = document.activeElement;
  const inside = active && part.contains(active);
  return Boolean(inside && active.matches("input:not([type=checkbox], [type=radio]), textarea, select")) || Boolean(part.querySelector("details[open]"));
}

function timeText(stamp) {
  const zone = document.body.dataset.timezone || undefined;
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false }).format(stamp);
}

function say(stamp) {
  for (const place of document.querySelectorAll("[data-updated]")) {
    place.dataset.words ??= place.innerHTML;
    const at = place.querySelector("[data-updated-at]");
    if (stamp) {
      if (!at) place.innerHTML = place.dataset.words;
      place.querySelector("[data-updated-at]").textContent = timeText(stamp);
      place.dataset.last = timeText(stamp);
      place.classList.remove("is-warn");
    } else if (place.dataset.offline && at) {
      place.dataset.last ??= at.textContent;
      place.textContent = place.dataset.offline.replace("{time}", place.dataset.last);
      place.classList.add("is-warn");
    }
  }
}

function refresh(part) {
  if (running.has(part)) return;
  running.add(part);
  due.set(part, Date.now() + seconds(part) * 1000 * (failing ? 2 : 1));
  const done = () => running.delete(part);
  window.htmx.ajax("GET", part.dataset.poll, {
    source: part,
    target: part,
    swap: part.dataset.pollSwap || "outerHTML",
    headers: { "X-Background": "1" },
  }).then(done, done);
}

function look() {
  for (const part of parts()) {
    if (!due.has(part)) due.set(part, Date.now() + seconds(part) * 1000);
    if (Date.now() >= due.get(part) && !isBusy(part)) refresh(part);
  }
}

const isPoll = (event) => event.detail.requestConfig?.headers?.["X-Background"] === "1";

document.addEventListener("htmx:afterOnLoad", (event) => {
  if (!isPoll(event) || event.detail.xhr.status >= 400) return;
  failing = false;
  const stamp = Date.parse(event.detail.xhr.getResponseHeader("Date") || "");
  say(Number.isNaN(stamp) ? new Date() : new Date(stamp));
});
for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(name, (event) => {
    if (!isPoll(event)) return;
    failing = true;
    say(null);
  });
}

// A page that the server has sent on asks for nothing more: each further answer would begin its loading anew.
let leaving = false;
document.addEventListener("htmx:beforeOnLoad", (event) => { leaving ||= event.detail.xhr.getResponseHeader("HX-Refresh") === "true"; });
document.addEventListener("htmx:beforeRequest", (event) => { if (leaving) event.preventDefault(); });

document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
document.addEventListener("poll:now", () => { for (const part of parts()) refresh(part); });
window.addEventListener("online", look);
setInterval(look, 1000);
