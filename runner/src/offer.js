// What a shared link brought, shown as a change of the stored program. Nothing here runs it.
import { hunks, lineDiff } from "./diff.js";
import { button, element } from "./dom.js";

const TAGS = { "+": "ins", "-": "del", " ": "span" };

/** A box that tells the change and asks; `answer(taken)` gets a truth value, once. */
export function offerBox(stored, source, answer) {
  const box = element("div", "kb-example__shared");
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", "链接带来的改动");
  const answered = (taken) => () => {
    box.remove();
    answer(taken);
  };
  box.append(
    element("p", "", "这个链接带来一份改过的程序，出自分享链接的人，不是本站写的。它还没有运行。与本站程序相比的改动："),
    diffView(stored, source),
    button("放进编辑器", answered(true)),
    button("不用", answered(false)),
  );
  return box;
}

function diffView(before, after) {
  const view = element("pre", "kb-example__diff");
  view.tabIndex = 0;
  const lines = hunks(lineDiff(before, after));
  for (const line of lines) {
    if (line === null) view.append(element("span", "kb-example__gap", "⋯\n"));
    else view.append(element(TAGS[line[0]], "", `${line[0]} ${line[1]}\n`));
  }
  if (!lines.some(Boolean)) view.textContent = "（没有不同）";
  return view;
}
