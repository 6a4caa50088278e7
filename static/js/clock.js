// The clock of a call: <… data-clock data-clock-from="ISO" data-clock-now="ISO" data-clock-limit="180"> <b>00:00</b>
// <span data-clock-text data-long="words after the limit">. Counts from the moment of connection by the server's time;
// past the limit it turns amber and says so in words. No sound, no blinking.

const skew = new WeakMap();

function tick() {
  for (const clock of document.querySelectorAll("[data-clock]")) {
    const from = Date.parse(clock.dataset.clockFrom || "");
    if (Number.isNaN(from)) continue;
    if (!skew.has(clock)) skew.set(clock, (Date.parse(clock.dataset.clockNow || "") || Date.now()) - Date.now());
    const seconds = Math.max(0, Math.floor((Date.now() + skew.get(clock) - from) / 1000));
    const figure = clock.querySelector("b");
    const shown = `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
    if (figure.textContent !== shown) figure.textContent = shown;
    const isLong = seconds >= (Number(clock.dataset.clockLimit) || 180);
    if (isLong === clock.classList.contains("is-long")) continue;
    clock.classList.toggle("is-long", isLong);
    const words = clock.querySelector("[data-clock-text]");
    if (words && isLong && words.dataset.long) words.textContent = words.dataset.long;
  }
}

setInterval(tick, 500);
tick();
