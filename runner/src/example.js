// One example on a page: its buttons, its editor, its output, its pictures.
import { button, copyText, element } from "./dom.js";
import { wake } from "./figures.js";
import { offerBox } from "./offer.js";
import { loadScript } from "./python.js";
import { toFragment } from "./share.js";
import { build } from "./tree.js";

const OUTCOMES = {
  done: ({ milliseconds }) => `运行完成，用时 ${Math.max(1, Math.round(milliseconds))} 毫秒。`,
  refused: () => "程序没有接受输入，原因见输出。",
  failed: () => "程序出错，见输出最后几行。",
  late: () => "超过 5 秒，已停止。多半是循环没有结束的条件。",
  stopped: () => "已停止。",
};

export class Example {
  #section;
  #python;
  #editorAddress;
  #stored;
  #source; // what the reader has made of it, while there is no editor
  #editor = null;
  #opening = null;
  #running = null; // {stop, end}
  #fresh = false; // the output on the page is of a run here
  #storedView = null; // the nodes of output and pictures as the build made them
  #buttons = {};

  constructor(section, python, editorAddress) {
    this.#section = section;
    this.#python = python;
    this.#editorAddress = editorAddress;
    this.#stored = this.#part("code code").textContent;
    this.#source = this.#stored;
    this.#addButtons();
    const code = this.#part("code");
    code.addEventListener("click", (event) => {
      if (getSelection().isCollapsed && !event.target.closest("button, a")) this.edit(event);
    });
    code.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === code && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        this.edit();
      }
    });
    section.addEventListener("keydown", (event) => this.#key(event));
    wake(this.#part("pictures"));
  }

  /** What links name it by. */
  get key() {
    return this.#section.id.replace(/^example-/, "");
  }

  get name() {
    return this.#section.dataset.name;
  }

  get source() {
    return this.#editor ? this.#editor.text() : this.#source;
  }

  set source(text) {
    this.#source = text;
    if (this.#editor) this.#editor.replace(text);
    this.#note();
  }

  #part(name) {
    return this.#section.querySelector(`.kb-example__${name}`);
  }

  #say(text) {
    this.#part("status").textContent = text;
  }

  #addButtons() {
    const bar = this.#part("buttons");
    const add = (name, label, title, action) => {
      const made = button(label, action, `kb-button--${name}`);
      made.title = title;
      this.#buttons[name] = made;
      return made;
    };
    bar.prepend(
      add("run", "运行", "运行（Ctrl-Enter）", () => this.run()),
      add("stop", "停止", "停止（Esc）", () => this.stop()),
      add("edit", "编辑", "编辑程序", () => this.edit()),
      add("reset", "还原", "回到本站原来的程序和输出", () => this.reset()),
      add("copy", "复制", "复制程序", () => this.copy()),
      add("share", "分享", "复制一个带着这份程序的链接", () => this.share()),
    );
    this.#buttons.stop.disabled = true;
    this.#buttons.reset.disabled = true;
    this.#part("download").addEventListener("click", (event) => {
      if (this.source === this.#stored) return;
      event.preventDefault();
      this.#download();
    });
    this.#storedView = {
      output: [...this.#part("output").childNodes],
      pictures: [...this.#part("pictures").childNodes],
      note: [...this.#part("note").childNodes],
    };
  }

  #key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.run();
    }
  }

  /** Whether the program differs from the stored one shows at the buttons. */
  #note() {
    const changed = this.source !== this.#stored;
    this.#buttons.reset.disabled = !changed && !this.#fresh;
    this.#section.classList.toggle("kb-example--changed", changed);
  }

  /** Runs the program as it stands; a click while it runs changes nothing. */
  run() {
    if (this.#running) return this.#running.end;
    const stop = new AbortController();
    const end = this.#run(stop.signal).finally(() => {
      this.#running = null;
      removeEventListener("keydown", escape);
      this.#buttons.run.removeAttribute("aria-disabled"); // `disabled` would lose the focus
      if (document.activeElement === this.#buttons.stop) this.#buttons.run.focus();
      this.#buttons.stop.disabled = true;
      this.#note();
      this.#open().catch(() => {}); // welcome now that it delays nothing, but not needed
    });
    const escape = (event) => {
      if (event.key === "Escape" && !event.isComposing && !event.defaultPrevented) this.stop();
    };
    addEventListener("keydown", escape);
    this.#running = { stop, end };
    this.#buttons.run.setAttribute("aria-disabled", "true");
    this.#buttons.stop.disabled = false;
    return end;
  }

  async #run(signal) {
    this.#say("正在载入 Python……第一次约 6 MB，之后不再下载。");
    const output = document.createElement("pre");
    let last = null; // the piece of output that more of the same stream goes on
    try {
      const result = await this.#python.run({
        name: this.name,
        prefix: this.#section.id,
        source: this.source,
        signal,
        began: () => {
          this.#say("正在运行……");
          this.#part("output").replaceChildren(output);
          this.#part("note").textContent = "下面是刚才在你的浏览器里运行的结果。";
          this.#fresh = true;
        },
        write: (stream, text) => {
          if (last?.dataset.stream !== stream) {
            last = element("span", stream === "error" ? "kb-example__error" : "");
            last.dataset.stream = stream;
            output.append(last);
          }
          last.append(text);
        },
      });
      this.#show(result);
    } catch (error) {
      const stored = this.#fresh ? "" : "下面仍是构建站点时的输出；";
      this.#say(`不能在这里运行：${error.message}。${stored}可以下载 .py 在本机运行。`);
    }
  }

  #show(result) {
    let remark = result.remark ? `图没有更新：${result.remark}` : "";
    const pictures = this.#part("pictures");
    if (result.pictures) {
      try {
        pictures.replaceChildren(...build(result.pictures, this.#section.id));
        wake(pictures);
      } catch (error) {
        remark = `图没有更新：${error.message}`;
      }
    }
    const old = this.#fresh && !result.pictures && pictures.children.length > 0;
    pictures.classList.toggle("kb-example__pictures--old", old);
    this.#say(OUTCOMES[result.outcome](result) + (remark || (old ? "图还是原来的。" : "")));
  }

  stop() {
    this.#running?.stop.abort();
  }

  /** The stored program, output and pictures again, and a Python that remembers nothing. */
  async reset() {
    this.stop();
    await this.#running?.end;
    this.#python.forget();
    this.source = this.#stored;
    this.#part("output").replaceChildren(...this.#storedView.output);
    this.#part("note").replaceChildren(...this.#storedView.note);
    this.#part("pictures").replaceChildren(...this.#storedView.pictures);
    this.#part("pictures").classList.remove("kb-example__pictures--old");
    this.#fresh = false;
    this.#note();
    this.#say("已还原为本站的程序和输出。");
    this.#buttons.run.focus();
  }

  /** Opens the editor and goes to where the reader clicked, else to the INPUT block. */
  async edit(event) {
    try {
      await this.#open();
      this.#editor.focus(event && { x: event.clientX, y: event.clientY });
    } catch (error) {
      this.#say(`编辑器没有载入成功：${error.message}。`);
    }
  }

  #open() {
    this.#opening ??= this.#load().catch((error) => {
      this.#opening = null;
      throw error;
    });
    return this.#opening;
  }

  async #load() {
    if (!self.kbEditor) await loadScript(this.#editorAddress);
    const code = this.#part("code");
    const place = element("div", "kb-example__editor");
    const { scrollTop } = code;
    code.replaceWith(place);
    this.#editor = self.kbEditor.open(place, {
      text: this.#source,
      label: `程序 ${this.name}，可以修改`,
      changed: () => this.#note(),
      scrollTop,
    });
    this.#buttons.edit.hidden = true;
  }

  async copy() {
    const done = await copyText(this.source);
    this.#say(done ? "程序已复制。" : "浏览器不允许复制，请选中程序后按 Ctrl-C。");
  }

  async share() {
    const fragment = await toFragment(this.key, this.source);
    const canonical = document.querySelector("link[rel=canonical]")?.href;
    const isLocal = location.protocol === "file:";
    const page = isLocal && canonical ? canonical : location.href;
    history.replaceState(history.state, "", fragment);
    const done = await copyText(page.replace(/#.*$/s, "") + fragment);
    const reach = isLocal && !canonical ? "这是本机文件的地址，只在这台机器上打得开。" : "";
    this.#say((done ? "链接已复制，打开它不会自动运行。" : "链接在地址栏里，请自己复制。") + reach);
  }

  #download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.source], { type: "text/x-python" }));
    link.download = this.name.split("/").pop();
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  /** Shows what a link brought, as a change of the stored program; nothing runs by itself. */
  offer(source) {
    this.#section.querySelector(".kb-example__shared")?.remove(); // of an earlier link
    const box = offerBox(this.#stored, source, (taken) => {
      history.replaceState(history.state, "", location.pathname + location.search);
      this.#buttons.run.focus();
      this.#say(taken ? "改动已放进编辑器，还没有运行。" : "没有采用链接里的改动。");
      if (!taken) return;
      this.source = source;
      this.#open().catch((error) => this.#say(`编辑器没有载入成功：${error.message}。改动仍会用于运行。`));
    });
    this.#part("bar").after(box);
    box.scrollIntoView({ block: "center" });
  }

  /** Says why a link's program could not be read. */
  refuse(reason) {
    this.#say(`${reason}。`);
  }
}
