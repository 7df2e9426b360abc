// Between a program that may print without end and a page that must stay quick.

const TRACE = '{"trace"';
const MOST_TEXT = 256 * 1024; // characters of one run that a page shows
const MOST_TRACE = 2 * 1024 * 1024;
const AT_ONCE = 400; // so many messages go out as they come, the rest gathered
const GATHERED = 16 * 1024;
const WAIT = 100; // ms

export const CUT = "\n（输出超过 256 KB，后面的不再显示）\n";

/**
 * Sends text in as many messages as a reader can use, and keeps back the trace: a line that begins
 * with {"trace" and is the last of standard output.
 */
export class Writer {
  #send;
  #now;
  #held = ""; // of standard output: a line that is, or may become, the trace
  #atStart = true; // of a line
  #text = "";
  #stream = "out";
  #length = 0;
  #messages = 0;
  #last = 0;

  constructor(send, now = () => performance.now()) {
    this.#send = send;
    this.#now = now;
  }

  write(stream, text) {
    const pieces = stream === "out" ? (text.match(/[^\n]*\n|[^\n]+/g) ?? []) : [];
    if (stream !== "out") this.#add(stream, text);
    for (const piece of pieces) this.#piece(piece);
  }

  /** Sends what is left; returns the trace, or null. */
  end() {
    const trace = this.#held.startsWith(TRACE) ? this.#held.trimEnd() : null;
    if (trace === null) this.#release();
    this.#flush();
    return trace;
  }

  #piece(piece) {
    if (this.#held.endsWith("\n")) this.#release(); // a line after it: it was no trace
    const line = this.#held + piece;
    const mayBe = line.length < TRACE.length ? TRACE.startsWith(line) : line.startsWith(TRACE);
    if (mayBe && this.#atStart && line.length <= MOST_TRACE) {
      this.#held = line;
      return;
    }
    this.#held = line;
    this.#release();
    this.#atStart = line.endsWith("\n");
  }

  #release() {
    const held = this.#held;
    this.#held = "";
    if (held) this.#add("out", held);
  }

  #add(stream, text) {
    if (this.#length > MOST_TEXT) return;
    if (stream !== this.#stream) this.#flush();
    this.#stream = stream;
    this.#length += text.length;
    const surplus = this.#length - MOST_TEXT;
    this.#text += surplus > 0 ? text.slice(0, text.length - surplus) + CUT : text;
    const urgent = this.#messages < AT_ONCE || this.#now() - this.#last > WAIT;
    if (urgent || this.#text.length > GATHERED || surplus > 0) this.#flush();
  }

  #flush() {
    if (!this.#text) return;
    this.#send(this.#stream, this.#text);
    this.#text = "";
    this.#messages += 1;
    this.#last = this.#now();
  }
}
