// Asks before a page is left whose words are kept by a press only.
//   <form data-unsaved> or <form data-unsaved="yes">, which came back with words that are not kept.

const forms = [...document.querySelectorAll("form[data-unsaved]")];
let sent = false;

const typed = (field) => field.type !== "hidden" && "defaultValue" in field && field.value !== field.defaultValue;

for (const form of forms) form.addEventListener("submit", () => { sent = true; });
window.addEventListener("pageshow", () => { sent = false; });
window.addEventListener("beforeunload", (event) => {
  if (!sent && forms.some((form) => form.dataset.unsaved || [...form.elements].some(typed))) event.preventDefault();
});
