// Building DOM nodes. Text is always a text node, never markup.

export function node(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

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

// Offsets are UTF-16 units, which is what JavaScript's strings are made of.
export function formatted(text, entities, onCommand) {
  return spans(text, entities, 0, text.length, onCommand);
}

function spans(text, entities, start, end, onCommand) {
  const nodes = [];
  let at = start;
  for (let index = 0; index < entities.length; index += 1) {
    const entity = entities[index];
    const until = Math.min(entity.offset + entity.length, end);
    if (entity.offset < at || entity.offset >= end) continue;
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const inner = spans(text, entities.slice(index + 1), entity.offset, until, onCommand);
    nodes.push(wrapped(entity, inner, text.slice(entity.offset, until), onCommand));
    // A block begins and ends a line of its own, so the line break after it shows nothing.
    at = BLOCKS.has(entity.type) && text[until] === "\n" ? until + 1 : until;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

function wrapped(entity, inner, covered, onCommand) {
  if (entity.type === "bot_command") {
    return node("button", { className: "link", type: "button", onclick: () => onCommand(covered) }, covered);
  }
  if (entity.type === "url" || entity.type === "text_link") return link(entity.url ?? covered, inner);
  if (entity.type in TAGS) return node(TAGS[entity.type], { className: entity.type }, ...inner);
  return node("span", { className: entity.type }, ...inner);
}

function link(address, inner) {
  const safe = /^(https?|tg|mailto|tel):/i.test(address) ? address : `http://${address}`;
  return node("a", { href: safe, target: "_blank", rel: "noopener noreferrer" }, ...inner);
}
