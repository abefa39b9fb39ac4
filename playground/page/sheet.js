// What a phone shows over its chat until it is answered: an alert, a question, a file before it is sent.

import { node } from "./nodes.js";
import { word } from "./words.js";

// `answers` are [label, action] pairs; the last one is the default. Escape is the first.
export function sheet(place, content, answers) {
  const close = (action) => {
    overlay.remove();
    action?.();
  };
  const buttons = answers.map(([label, action], index) => {
    const main = index === answers.length - 1;
    return node("button", { className: main ? "main" : "", type: main ? "submit" : "button", onclick: main ? null : () => close(action) }, label);
  });
  const form = node("form", { className: "sheet" }, content, node("div", { className: "answers" }, buttons));
  const overlay = node("div", { className: "overlay", role: "dialog", "aria-modal": "true" }, form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    close(answers.at(-1)[1]);
  });
  overlay.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(answers.length > 1 ? answers[0][1] : null);
  });
  place.append(overlay);
  (form.querySelector("input") ?? buttons.at(-1)).focus();
  return overlay;
}

export function tell(place, text) {
  sheet(place, node("p", { role: "alert" }, text), [[word("ok"), null]]);
}

export function ask(place, question, label, action) {
  sheet(place, node("p", {}, question), [[word("cancel"), null], [label, action]]);
}

// A file with its caption, before it goes.
export function preview(place, file, send) {
  const caption = node("input", { placeholder: word("caption"), "aria-label": word("caption"), maxLength: 1024, "data-caption": "" });
  const address = URL.createObjectURL(file);
  const picture = file.type.startsWith("image/")
    ? node("img", { src: address, alt: word("photo") })
    : node("p", { className: "named" }, node("span", { className: "disc", "aria-hidden": "true" }, "↑"), file.name);
  const overlay = sheet(place, [picture, caption], [[word("cancel"), null], [word("send"), () => send(caption.value.trim())]]);
  overlay.classList.add("preview");
}
