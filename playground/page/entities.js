// A text with its entities, as nodes. Links lead nowhere: what belongs to the bot is handed to `actions`.

import { node } from "./nodes.js";

const TAGS = {
  bold: "b",
  italic: "i",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
  spoiler: "span",
};
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const OPENING = new Set(["spoiler", "expandable_blockquote"]);

// Offsets are UTF-16 units, which is what JavaScript's strings are made of.
export function formatted(text, entities, actions) {
  return spans(text, entities, 0, text.length, actions);
}

function spans(text, entities, start, end, actions) {
  const nodes = [];
  let at = start;
  for (let index = 0; index < entities.length; index += 1) {
    const entity = entities[index];
    const until = Math.min(entity.offset + entity.length, end);
    if (entity.offset < at || entity.offset >= end) continue;
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const inner = spans(text, entities.slice(index + 1), entity.offset, until, actions);
    nodes.push(wrapped(entity, inner, text.slice(entity.offset, until), actions));
    // A block begins and ends a line of its own, so the line break after it shows nothing.
    at = BLOCKS.has(entity.type) && text[until] === "\n" ? until + 1 : until;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

function wrapped(entity, inner, covered, actions) {
  if (entity.type === "bot_command") return link(covered, covered, () => actions.say(covered));
  if (entity.type === "url" || entity.type === "text_link") {
    const address = entity.url ?? covered;
    return link(address, inner, () => actions.open(address));
  }
  if (!(entity.type in TAGS)) return node("span", { className: entity.type }, ...inner);
  const element = node(TAGS[entity.type], { className: entity.type }, ...inner);
  if (OPENING.has(entity.type)) element.addEventListener("click", () => element.classList.add("open"));
  return element;
}

function link(address, inner, action) {
  return node("button", { className: "link", type: "button", title: address, onclick: action }, inner);
}
