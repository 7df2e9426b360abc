// What a picture does under a pointer or a keyboard; the same for stored and for fresh pictures.
import { button, element } from "./dom.js";

const PAUSE = 1100; // ms between two steps while playing

/** Points at the bytes of a field and its row together. */
function linkFields(figure) {
  const show = (event) => {
    const name = event.type.endsWith("out") ? null : event.target.closest("[data-field]")?.dataset.field;
    for (const part of figure.querySelectorAll("[data-field]")) {
      part.classList.toggle("kb-on", part.dataset.field === name);
    }
  };
  for (const type of ["pointerover", "pointerout", "focusin", "focusout"]) {
    figure.addEventListener(type, show);
  }
}

/** A button with a sign for a label and a name for those who do not see it. */
function named(label, name, action) {
  const made = button(label, action);
  made.setAttribute("aria-label", name);
  return made;
}

/** Steps, seeking and playing for a sequence; all steps are shown until somebody asks. */
function addPlayer(figure, count) {
  const steps = [...figure.querySelectorAll("[data-step]")];
  const told = (at) => {
    const row = steps.find((step) => step.localName === "tr" && Number(step.dataset.step) === at);
    if (!row) return "";
    // the columns: number, milliseconds, from, to, message, explanation
    const [, time, from, to, ...words] = [...row.cells].map((cell) => cell.textContent.trim());
    const who = [from, to].filter(Boolean).join(" → ");
    return `${time} 毫秒，${who}：${words.filter(Boolean).join("；")}`;
  };
  const title = figure.querySelector(".kb-picture__title")?.textContent.trim() ?? "";
  let timer = 0;

  const show = (at) => {
    seek.value = at;
    seek.setAttribute("aria-valuetext", `第 ${at} 步，共 ${count} 步`);
    for (const step of steps) {
      const number = Number(step.dataset.step);
      step.classList.toggle("kb-future", number > at);
      step.classList.toggle("kb-now", number === at);
    }
    now.textContent = `${at}/${count}　${told(at)}`;
  };
  const pause = () => {
    clearInterval(timer);
    timer = 0;
    play.textContent = "播放";
    play.setAttribute("aria-label", "播放");
  };
  const move = (to) => {
    pause();
    show(Math.min(count, Math.max(1, to)));
  };
  const toggle = () => {
    if (timer) return pause();
    show(Number(seek.value) >= count ? 1 : Number(seek.value));
    play.textContent = "暂停";
    play.setAttribute("aria-label", "暂停");
    timer = setInterval(() => {
      if (Number(seek.value) >= count || !figure.isConnected) return pause();
      show(Number(seek.value) + 1);
    }, PAUSE);
  };

  const seek = document.createElement("input");
  Object.assign(seek, { type: "range", min: 1, max: count, step: 1, value: count });
  seek.setAttribute("aria-label", "跳到第几步");
  seek.addEventListener("input", () => move(Number(seek.value)));
  const back = named("‹", "上一步", () => move(Number(seek.value) - 1));
  const play = named("播放", "播放", toggle);
  const next = named("›", "下一步", () => move(Number(seek.value) + 1));
  const now = element("p", "kb-player__now");
  now.setAttribute("role", "status");
  const player = element("div", "kb-player");
  player.setAttribute("role", "group");
  player.setAttribute("aria-label", `逐步查看：${title}`);
  player.append(back, play, next, seek, now);
  figure.querySelector("figcaption")?.after(player);
  figure.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]");
    if (step) move(Number(step.dataset.step));
  });
}

/** Wakes the pictures in an element. */
export function wake(container) {
  for (const figure of container.querySelectorAll(".kb-picture")) {
    if (figure.querySelector("[data-field]")) linkFields(figure);
    const count = Number(figure.dataset.steps);
    if (count > 1) addPlayer(figure, count);
  }
}
