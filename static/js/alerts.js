// What is left of an alert's time, counted down by the server's time, which a telephone's may differ from:
// <span data-until="2026-11-20T15:25:00+08:00" data-now="2026-11-20T15:17:18+08:00" data-left="{time} left" data-over="{time} over">.

const drawn = document.querySelector("[data-now]")?.dataset.now;
const skew = drawn ? Date.parse(drawn) - Date.now() : 0;

function told(seconds) {
  const whole = Math.abs(Math.trunc(seconds));
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  const two = (n) => String(n).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

function count() {
  for (const place of document.querySelectorAll("[data-until]")) {
    const left = (Date.parse(place.dataset.until) - Date.now() - skew) / 1000;
    place.textContent = (left > 0 ? place.dataset.left : place.dataset.over).replace("{time}", told(left));
  }
}

count();
setInterval(count, 1000);
