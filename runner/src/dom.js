// Elements for the page's own controls.

/** An element with a class and a text. */
export function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** A button in the site's look; `kind` is a class besides. */
export function button(label, action, kind = "") {
  const made = element("button", `kb-button ${kind}`.trim(), label);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}

/** Puts a text on the clipboard; false where the browser refuses. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = element("textarea", "");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
