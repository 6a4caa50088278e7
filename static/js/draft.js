// Keeps what is typed on the server, every three seconds when something changed; never in the browser's storage.
//   <form data-draft data-draft-url="…" data-draft-seq="12" (data-draft-unkept: drawn with words that no draft has) > and somewhere [data-draft-state] (_components/draft_state.html)
// Posts the form's fields plus seq (growing), base (the seq that the page was drawn with) and page (its id), with
// X-Background: 1. Answers:
//   200 JSON {seq}    kept        409  HTML: swapped into data-draft-conflict, else only said; event draft:conflict
//   401, 403          signed out  429, 5xx  tried again         no answer  offline, tried again
// A form that is sent without a network stays (page:held). Events on the form: draft:state {state}, draft:saved {seq}, draft:conflict {html}. Listens: draft:change, draft:flush.

const EVERY = 3000;
const PATIENCE = 15000;
const AGAIN = 300;
const OUTLIVES = 30000; // bytes that a browser surely sends on after the page has gone

function token() {
  const name = document.body.dataset.csrfCookie || "(?:__Host-|__Secure-)?csrf(?:token)?";
  const found = document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]+)`));
  return found ? decodeURIComponent(found[1]) : document.body.dataset.csrf || "";
}

class Draft {
  constructor(form) {
    this.form = form;
    this.seq = Number(form.dataset.draftSeq) || 0;
    this.base = this.seq;
    this.page = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    this.changes = Number("draftUnkept" in form.dataset);   // counts what was typed
    this.kept = 0;      // the count that the server has
    this.since = Date.now(); // when the oldest change not yet kept was made
    this.sending = false;
    this.composing = false;
    this.pressed = false; // save was pressed while the server seemed away
    this.stopped = false;
    this.notBefore = 0;
    this.state = "idle";
    this.savedAt = 0;
    for (const name of ["input", "change", "draft:change"]) form.addEventListener(name, () => this.changed());
    // Fields elsewhere on the page that belong to the form by form="…".
    document.addEventListener("input", (event) => { if (event.target.form === form && !form.contains(event.target)) this.changed(); });
    form.addEventListener("compositionstart", () => { this.composing = true; });
    form.addEventListener("compositionend", () => { this.composing = false; });
    form.addEventListener("draft:flush", () => { this.notBefore = 0; this.tick(); });
    form.addEventListener("submit", (event) => this.send(event));
    form.addEventListener("htmx:afterRequest", (event) => { if (event.detail.elt === form && !event.detail.successful) this.stopped = false; });
    this.timer = setInterval(() => this.tick(), EVERY);
    if (this.dirty) this.say("changed");
    this.overtaken();
    this.ticker = setInterval(() => this.ago(), 1000);
  }

  // Without a network the browser would put an error page in the place of what was typed: look once more whether
  // the server answers, then send; else stay.
  send(event) {
    if (this.state === "offline" || !navigator.onLine) {
      event.preventDefault();
      event.stopPropagation();
      this.form.dispatchEvent(new CustomEvent("page:held", { bubbles: true }));
      this.pressed = true;
      this.notBefore = 0;
      this.changed();
      this.tick();
      return;
    }
    this.stopped = true;
    this.abort?.abort();
  }

  get dirty() { return this.changes !== this.kept; }

  changed() {
    if (!this.dirty) this.since = Date.now();
    this.changes += 1;
    if (["idle", "saved"].includes(this.state)) this.say("changed");
  }

  fields(seq) {
    const data = new FormData(this.form);
    data.delete("csrfmiddlewaretoken");
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.set("seq", String(seq));
    data.set("base", String(this.base));
    data.set("page", this.page);
    return new URLSearchParams(data).toString();
  }

  headers() {
    return { "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8", "X-CSRFToken": token(), "X-Background": "1", "X-Page-User": document.body.dataset.user || "", Accept: "application/json, text/html" };
  }

  async tick() {
    if (!this.form.isConnected) return this.end();
    if (!this.dirty || this.sending || this.stopped || this.state === "conflict" || Date.now() < this.notBefore) return;
    if (this.composing && Date.now() - this.since < PATIENCE) return;
    this.sending = true;
    const upTo = this.changes;
    this.seq += 1;
    this.note();
    const body = this.fields(this.seq);
    this.outlives = body.length < OUTLIVES ? upTo : 0;
    if (this.state !== "offline" && this.state !== "signed-out" && this.state !== "retry") this.say("saving");
    try {
      const answer = await fetch(this.form.dataset.draftUrl, {
        method: "POST", body, headers: this.headers(), credentials: "same-origin",
        redirect: "manual", signal: this.patience(), keepalive: body.length < OUTLIVES,
      });
      await this.read(answer, upTo);
    } catch {
      if (this.stopped) return;
      this.pressed = false;
      this.say("offline");
      this.form.dispatchEvent(new CustomEvent("page:held", { bubbles: true }));
    } finally {
      this.sending = false;
    }
  }

  patience() {
    this.abort = new AbortController();
    const abort = this.abort;
    setTimeout(() => abort.abort(), PATIENCE);
    return abort.signal;
  }

  async read(answer, upTo) {
    const { pressed } = this;
    this.pressed = false;
    const signedOut = answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403;
    document.dispatchEvent(new CustomEvent("page:answered", { detail: { status: signedOut ? 401 : answer.status } }));
    if (signedOut) return this.say("signed-out");
    if (answer.status === 409) return this.conflict(await answer.text());
    if (!answer.ok) {
      this.notBefore = Date.now() + 1000 * (Number(answer.headers.get("Retry-After")) || 5);
      return this.say("retry");
    }
    const kept = await answer.json().catch(() => ({}));
    this.seq = Math.max(this.seq, Number(kept.seq) || 0);
    this.kept = upTo;
    this.savedAt = Date.now();
    this.since = Date.now();
    this.say(this.dirty ? "changed" : "saved");
    if (pressed) return this.form.requestSubmit();
    this.form.dispatchEvent(new CustomEvent("draft:saved", { bubbles: true, detail: { seq: this.seq, answer: kept } }));
  }

  conflict(html) {
    this.say("conflict");
    const place = document.querySelector(this.form.dataset.draftConflict || "#draft-conflict");
    if (place && html.trimStart().startsWith("<")) window.htmx.swap(place, html, { swapStyle: "innerHTML" });
    this.form.dispatchEvent(new CustomEvent("draft:conflict", { bubbles: true, detail: { html } }));
  }

  // The conflict is settled: {seq} goes on from the version that was seen.
  settle(seq) {
    this.seq = Math.max(this.seq, Number(seq) || 0);
    this.base = this.seq;
    this.changes += 1;
    this.since = Date.now();
    this.state = "idle";
    this.tick();
  }

  // Drawn while the words of the page before it were still on their way: drawn once more, for they are here now.
  overtaken() {
    const sent = history.state?.draft === this.form.dataset.draftUrl ? history.state.seq : 0;
    this.note();
    if (sent > this.seq && !this.dirty) setTimeout(() => { if (!this.dirty) location.reload(); }, AGAIN);
  }

  // The number of the newest save goes with the page's place in the history: loaded anew, it knows what to expect.
  note() {
    history.replaceState({ ...history.state, draft: this.form.dataset.draftUrl, seq: this.seq }, "");
  }

  // The page goes away: send what is left, unless it is on its way already, without waiting for an answer.
  leave() {
    if (!this.dirty || this.stopped || this.state === "conflict" || (this.sending && this.outlives === this.changes)) return;
    this.seq += 1;
    this.note();
    fetch(this.form.dataset.draftUrl, { method: "POST", body: this.fields(this.seq), headers: this.headers(), credentials: "same-origin", redirect: "manual", keepalive: true }).catch(() => {});
  }

  places() {
    return document.querySelectorAll(this.form.dataset.draftShow || "[data-draft-state]");
  }

  say(state) {
    const announce = state !== this.state;
    this.state = state;
    for (const place of this.places()) {
      place.dataset.state = state;
      const word = words(place, state);
      if (word && announce) {
        place.querySelector("[data-draft-text]").textContent = word.textContent;
        place.querySelector("[data-draft-icon]").className = `bi bi-${word.dataset.icon}`;
      }
    }
    this.ago();
    if (announce) this.form.dispatchEvent(new CustomEvent("draft:state", { bubbles: true, detail: { state } }));
  }

  // Seconds stand outside the live region: they are seen, not read out.
  ago() {
    for (const place of this.places()) {
      const shown = place.querySelector("[data-draft-ago]");
      const from = this.state === "saved" ? this.savedAt : this.since;
      const kind = { saved: "ago", offline: "unsaved", retry: "unsaved" }[this.state];
      if (!shown || !kind || !from) { if (shown && shown.textContent) shown.textContent = ""; continue; }
      const passed = Math.max(1, Math.round((Date.now() - from) / 1000));
      const minutes = kind === "ago" && passed >= 60;
      const text = words(place, minutes ? "ago-minutes" : kind)?.textContent || "";
      shown.textContent = text.replace("{n}", minutes ? Math.floor(passed / 60) : passed);
    }
  }

  end() {
    clearInterval(this.timer);
    clearInterval(this.ticker);
  }
}

function words(place, state) {
  return place.querySelector("[data-draft-words]")?.content.querySelector(`[data-for="${state}"]`);
}

const drafts = new Map();

function begin() {
  for (const [form, draft] of drafts) if (!form.isConnected) { draft.leave(); draft.end(); drafts.delete(form); }
  for (const form of document.querySelectorAll("form[data-draft]")) if (!drafts.has(form)) drafts.set(form, new Draft(form));
}

const all = (what) => { for (const draft of drafts.values()) what(draft); };
document.addEventListener("htmx:afterSettle", begin);
document.addEventListener("draft:settled", (event) => all((draft) => draft.settle(event.detail?.seq)));
document.addEventListener("visibilitychange", () => { if (document.hidden) all((draft) => draft.tick()); });
window.addEventListener("pagehide", () => all((draft) => draft.leave()));
window.addEventListener("online", () => all((draft) => draft.tick()));
window.addEventListener("beforeunload", (event) => {
  all((draft) => draft.tick()); // before the next page is asked for, which may show the same words
  all((draft) => { if (draft.dirty && !draft.stopped && ["offline", "retry", "signed-out", "conflict"].includes(draft.state)) event.preventDefault(); });
});
begin();
