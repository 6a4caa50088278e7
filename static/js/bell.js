// What waits for whoever is signed in, on every page: <div data-bell="/address" data-bell-seconds="15" data-bell-alerts="sentence" …>.
// The answer {alerts: {waiting, newest}, …} fills the counts of <a data-bell-entry="alerts">; when `newest` has risen,
// the sentence stands as a note until it is closed and the title of the tab is marked; a doctor hears two tones and,
// where he has allowed it, sees a note outside the page. Goes on while the page is hidden. No name, no word of an alert.

const root = document.querySelector("[data-bell]");
const asks = document.querySelector("[data-bell-ask]");
const MARK = "● ";
const known = {};
let sound = null;

function entryOf(name) {
  return document.querySelector(`[data-bell-entry="${name}"]`);
}

function count(name, waiting) {
  const entry = entryOf(name);
  if (!entry) return;
  let badge = entry.querySelector(".badge-count");
  if (!badge && waiting) {
    badge = document.createElement("span");
    badge.className = "badge-count";
    entry.append(badge);
  }
  if (badge) badge.textContent = waiting || "";
  if (badge && !waiting) badge.remove();
}

function mark() {
  if (!document.title.startsWith(MARK)) document.title = MARK + document.title;
}

function unmark() {
  if (!document.hidden && document.title.startsWith(MARK)) document.title = document.title.slice(MARK.length);
}

function tones() {
  if (sound?.state !== "running") return;
  for (const [start, pitch] of [[0, 880], [0.25, 660]]) {
    const tone = new OscillatorNode(sound, { frequency: pitch });
    tone.connect(new GainNode(sound, { gain: 0.15 })).connect(sound.destination);
    tone.start(sound.currentTime + start);
    tone.stop(sound.currentTime + start + 0.2);
  }
}

function outside(text, url) {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  try {
    const note = new Notification(text, { tag: "bell", renotify: true });
    note.addEventListener("click", () => { window.focus(); location.assign(url); });
  } catch { /* a telephone's browser shows none from a page */ }
}

function ring(name) {
  const text = root.dataset[`bell${name[0].toUpperCase()}${name.slice(1)}`];
  const url = root.dataset[`bell${name[0].toUpperCase()}${name.slice(1)}Url`];
  document.dispatchEvent(new CustomEvent("toast", { detail: { text, url, label: root.dataset.bellLook, stays: true } }));
  if (document.hidden) mark();
  if (name !== "alerts") return;
  tones();
  navigator.vibrate?.([200, 100, 200]);
  outside(text, url);
  document.dispatchEvent(new CustomEvent("poll:now"));
}

async function listen() {
  const answer = await fetch(root.dataset.bell, { headers: { "X-Background": "1" }, credentials: "same-origin" });
  if (!answer.ok) return;
  for (const [name, { waiting, newest }] of Object.entries(await answer.json())) {
    count(name, waiting);
    if (name in known && newest > known[name]) ring(name);
    known[name] = newest;
  }
}

function wake() {
  listen().catch(() => { /* the next time */ });
}

// A browser plays nothing before somebody has touched the page.
function touched() {
  sound ??= new AudioContext();
  if (sound.state === "suspended") sound.resume();
}

if (root) {
  setTimeout(wake, 1000);
  setInterval(wake, Number(root.dataset.bellSeconds) * 1000);
  document.addEventListener("visibilitychange", () => { unmark(); if (!document.hidden) wake(); });
  for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, touched, { once: true });
}
if (asks && "Notification" in window && Notification.permission === "default") {
  asks.hidden = false;
  asks.addEventListener("click", () => Notification.requestPermission().then(() => { asks.hidden = true; }));
}
