// Decisions on their way: sent one after the other in the order in which they were made, again until they arrive.

const PAUSES = [500, 1000, 2000, 4000, 8000]; // milliseconds before a decision is sent again
const AGAIN = new Set([408, 429, 500, 502, 503, 504]); // the server could not, this time

/**
 * A decision: what is sent, what became of it. `state` is waiting, sending, done, refused or cancelled; `id` is that
 * of the decision once it is made.
 */
export class Sent {
  constructor(fields, subject) {
    this.fields = fields;
    this.subject = subject;
    this.once = crypto.randomUUID();
    this.state = "waiting";
    this.id = null;
  }

  body() {
    return new URLSearchParams([...this.fields, ["once", this.once]]);
  }
}

/** The line of decisions; `on` is called with a decision whenever something became of it, and with null otherwise. */
export class Line {
  constructor(on) {
    this.on = on;
    this.waiting = [];
    this.attempt = 0;
    this.running = false;
    addEventListener("online", () => this.wake?.());
    addEventListener("beforeunload", (event) => { if (this.unsent) event.preventDefault(); });
  }

  get unsent() {
    return this.waiting.length;
  }

  /** Whether the server was not reached the last time. */
  get stuck() {
    return this.attempt > 0;
  }

  add(fields, subject) {
    const sent = new Sent(fields, subject);
    this.waiting.push(sent);
    this.on(null);
    this.run();
    return sent;
  }

  /** Takes back a decision that has not been sent yet; false when it is too late for that. */
  cancel(sent) {
    if (sent.state !== "waiting") return false;
    this.waiting.splice(this.waiting.indexOf(sent), 1);
    sent.state = "cancelled";
    this.on(null);
    return true;
  }

  async run() {
    if (this.running) return;
    this.running = true;
    while (this.waiting.length) {
      const sent = this.waiting[0];
      if (await this.post(sent)) {
        this.waiting.shift();
        this.attempt = 0;
        this.on(sent);
      } else {
        this.attempt += 1;
        this.on(null);
        await this.pause();
      }
    }
    this.running = false;
  }

  /** Sends one; false when it has to be sent again. */
  async post(sent) {
    const fields = typeof sent.fields === "function" ? sent.fields() : sent.fields;
    if (fields === null) { // what it would take back was never made
      sent.state = "cancelled";
      return true;
    }
    sent.fields = fields;
    sent.state = "sending";
    try {
      const answer = await fetch("/decide", {
        method: "POST", headers: { Accept: "application/json" }, body: sent.body(), signal: AbortSignal.timeout(30000),
      });
      if (AGAIN.has(answer.status)) return false;
      const told = await answer.json();
      sent.state = answer.ok ? "done" : "refused";
      sent.id = told.decision ?? null;
      sent.told = answer.ok ? told.told : [told.error];
    } catch (error) {
      if (error instanceof SyntaxError) { // an answer that is no JSON: the application has been started anew
        sent.state = "refused";
        sent.told = ["The application does not know this page any more; load it again."];
        return true;
      }
      return false;
    }
    return true;
  }

  pause() {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, PAUSES[Math.min(this.attempt - 1, PAUSES.length - 1)]);
      this.wake = () => { clearTimeout(timer); resolve(); };
    });
  }
}
