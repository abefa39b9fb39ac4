// Photos, voices, videos and files inside a bubble.

import { node } from "./nodes.js";
import { player } from "./voice.js";
import { fileSize, word } from "./words.js";

const SHOWN_WIDTH = 330;
const SHOWN_HEIGHT = 360;

// `view.kept` hands out the same element again when a bubble is rebuilt, so that a voice goes on and no picture blinks.
export function media(id, file, view) {
  const build = { photo, sticker, voice: player, video }[file.kind] ?? document_;
  return view.kept(`${id} ${file.url}`, () => build(file));
}

function photo(file) {
  const scale = Math.min(1, SHOWN_WIDTH / file.width, SHOWN_HEIGHT / file.height);
  const size = { width: Math.round(file.width * scale), height: Math.round(file.height * scale) };
  const open = () => enlarge(file.url);
  const image = node("img", { src: file.url, alt: word("photo"), ...size });
  return node("button", { className: "shot", type: "button", "aria-label": word("enlarge"), onclick: open }, image);
}

function sticker(file) {
  return node("img", { src: file.url, alt: word("sticker") });
}

function video(file) {
  return node("video", { src: file.url, controls: true, preload: "metadata" });
}

function document_(file) {
  const ending = file.name.includes(".") ? file.name.split(".").at(-1).slice(0, 4) : "";
  return node(
    "a",
    { className: "file", href: file.url, download: file.name },
    node("span", { className: "disc", "aria-hidden": "true" }, ending || "↓"),
    node("span", {}, node("b", {}, file.name), node("small", {}, fileSize(file.size))),
  );
}

function enlarge(url) {
  const close = node("button", { className: "icon cross", type: "button", "aria-label": word("close") });
  const dialog = node("dialog", { className: "picture" }, node("img", { src: url, alt: word("photo") }), close);
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
