// The builder asks before it is left with something unsaved. Adding, moving and taking out is the server's.

const form = document.querySelector("[data-builder]");
let touched = Boolean(form.querySelector(".notice-danger"));

form.addEventListener("input", () => { touched = true; });
document.addEventListener("htmx:afterSwap", () => { touched = true; });
form.addEventListener("submit", () => { touched = false; });
window.addEventListener("beforeunload", (event) => { if (touched) event.preventDefault(); });
