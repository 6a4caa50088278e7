// Sign-in and error pages: show the password, copy the reference, Enter and Esc on the buttons that name them.

document.addEventListener("click", (event) => {
  const secret = event.target.closest("[data-reveal]");
  if (secret) {
    const field = document.getElementById(secret.dataset.reveal);
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    secret.setAttribute("aria-pressed", String(!shown));
  }
  const copy = event.target.closest("[data-copy]");
  if (copy) navigator.clipboard?.writeText(copy.dataset.copy).then(() => copy.classList.add("is-copied"));
});

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.target.matches("input, textarea, select, button, a")) return;
  document.querySelector(`[data-key="${event.code}"]`)?.click();
});

document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "1";
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
