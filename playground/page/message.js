// One bubble with what belongs to it.

import { formatted, node } from "./nodes.js";
import { clockTime, fileSize, word } from "./words.js";

export function bubble(message, answered, actions) {
  if (message.service) {
    return node("div", { className: "service", "data-message": message.id }, serviceText(message.service));
  }
  const side = message.from_bot ? "theirs" : "mine";
  const body = node(
    "div",
    { className: `bubble ${message.media?.kind ?? ""}` },
    message.forwarded ? node("div", { className: "forwarded" }, word("forwarded")) : null,
    answered ? quote(answered) : null,
    message.media ? media(message.media) : null,
    message.text
      ? node("div", { className: "text", dir: "auto" }, ...formatted(message.text, message.entities, actions.say))
      : null,
    message.reaction ? node("span", { className: "reaction" }, message.reaction) : null,
    node("span", { className: "when" }, `${message.edited ? `${word("edited")} ` : ""}${clockTime(message.date)}`),
  );
  return node("div", { className: `message ${side}`, "data-message": message.id }, body, keyboard(message, actions));
}

function keyboard(message, actions) {
  if (message.rows.length === 0) return null;
  return node(
    "div",
    { className: "keyboard" },
    ...message.rows.map((row) => node("div", { className: "row" }, ...row.map((one) => button(message, one, actions)))),
  );
}

function button(message, one, actions) {
  if (one.url) {
    return node("a", { className: "button", href: one.url, target: "_blank", rel: "noopener noreferrer" }, one.text);
  }
  const element = node("button", { className: "button", type: "button", onclick: () => press() }, one.text);
  const press = async () => {
    element.classList.add("waiting");
    setTimeout(() => element.classList.remove("waiting"), 3000);
    await actions.tap(one);
  };
  return element;
}

function quote(message) {
  return node(
    "div",
    { className: "quote" },
    node("b", {}, message.sender.name),
    node("div", {}, message.text || (message.media?.name ?? "")),
  );
}

function media(file) {
  if (file.kind === "photo" || file.kind === "sticker") {
    const image = node("img", { src: file.url, alt: word("photo"), loading: "lazy" });
    image.addEventListener("click", () => enlarge(file.url));
    return image;
  }
  if (file.kind === "voice") return node("audio", { src: file.url, controls: true, preload: "none" });
  if (file.kind === "video") return node("video", { src: file.url, controls: true, preload: "metadata" });
  return node(
    "a",
    { className: "file", href: file.url, download: file.name },
    node("span", { className: "disc", "aria-hidden": "true" }, "↓"),
    node("span", {}, node("b", {}, file.name), node("small", {}, fileSize(file.size))),
  );
}

function enlarge(url) {
  const dialog = node("dialog", { className: "picture" }, node("img", { src: url, alt: word("photo") }));
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function serviceText(service) {
  const [event] = Object.values(service);
  return event?.name ?? word("service");
}
