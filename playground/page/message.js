// One bubble with what belongs to it.

import { formatted } from "./entities.js";
import { media } from "./media.js";
import { avatar, iconButton, nameColor, node } from "./nodes.js";
import { clockTime, word } from "./words.js";

const REACTIONS = ["👍", "❤"];

// `view` says how it is seen: `mine`, `inGroup`, `first` and `last` of what one sender said in a row, the message
// that it answers, the buttons that spin, and what may be done.
export function bubble(message, view) {
  const hooks = { "data-message-id": message.id };
  if (message.service) return node("div", { className: "service", ...hooks }, serviceText(message.service));
  const { mine, first, last } = view;
  const side = [mine ? "mine" : "theirs", first ? "first" : "", last ? "last" : ""].join(" ");
  const shown = node("div", { className: "column" }, balloon(message, view), keyboard(message, view));
  return node(
    "div",
    { className: `message ${side}`, ...hooks, "data-from": message.from_bot ? "bot" : "person" },
    view.inGroup && !mine ? (last ? avatar(message.sender.name, message.sender.id) : node("span", { className: "avatar none" })) : null,
    shown,
    tools(message, view),
  );
}

function balloon(message, view) {
  const { media: file, text } = message;
  const bare = file && !text && (file.kind === "photo" || file.kind === "video");
  const element = node(
    "div",
    { className: `bubble ${file?.kind ?? ""} ${bare ? "bare" : ""}` },
    view.inGroup && !view.mine && view.first ? senderName(message.sender) : null,
    message.forwarded ? node("div", { className: "forwarded" }, word("forwarded")) : null,
    view.answered ? quote(view.answered, view.actions) : null,
    file ? media(message.id, file, view) : null,
    node(
      "div",
      { className: "words" },
      text ? node("div", { className: "text", dir: "auto" }, formatted(text, message.entities, view.actions)) : null,
      [message.reaction, ...message.reactions.map(({ emoji }) => emoji)].filter(Boolean).map((emoji) => node("span", { className: "reaction" }, emoji)),
      node("span", { className: "when" }, message.edited ? `${word("edited")} ` : "", clockTime(message.date), view.mine ? ticks(message) : null),
    ),
  );
  element.addEventListener("click", (event) => {
    const other = event.target.closest("button, a, audio, video, .spoiler, .expandable_blockquote");
    if (!other && getSelection().isCollapsed) view.actions.reply(message);
  });
  return element;
}

function senderName({ name, id }) {
  const element = node("div", { className: "sender" }, name);
  element.style.color = nameColor(id);
  return element;
}

// One tick: Telegram has it. Two: the bot has it too.
function ticks(message) {
  return node("span", { className: message.received ? "ticks two" : "ticks", "aria-hidden": "true" });
}

function tools(message, { mine, actions }) {
  const editable = mine && !message.media && message.text;
  return node(
    "span",
    { className: "tools" },
    iconButton("back-arrow", word("reply"), () => actions.reply(message), { "data-tool": "reply" }),
    REACTIONS.map((emoji) => node("button", { type: "button", className: "react", title: word("react"), "data-react": emoji, onclick: () => actions.react(message, emoji) }, emoji)),
    editable ? iconButton("pencil", word("edit"), () => actions.edit(message), { "data-tool": "edit" }) : null,
  );
}

function keyboard(message, view) {
  if (message.rows.length === 0) return null;
  const rows = message.rows.map((row) => node("div", { className: "row" }, row.map((one) => button(message, one, view))));
  return node("div", { className: "keyboard" }, rows);
}

function button(message, one, { actions, spinning }) {
  const opens = one.data === null && !one.copied;
  const classes = ["button", one.style ?? "", opens ? "opens" : "", spinning.has(`${message.id} ${one.data}`) ? "waiting" : ""];
  const press = () => (one.copied ? actions.copy(one.copied) : opens ? actions.open(one.url) : actions.tap(message, one));
  const hooks = { "data-button": one.text, "data-data": one.data };
  return node("button", { className: classes.join(" "), type: "button", onclick: press, ...hooks }, node("span", {}, one.text));
}

export function snippet(message) {
  if (message.service) return serviceText(message.service);
  return message.text || (message.media ? word(message.media.kind) : "");
}

export function quoteOf(message) {
  const image = message.media?.kind === "photo" ? node("img", { src: message.media.url, alt: "" }) : null;
  const texts = node("span", {}, node("b", {}, message.sender.name), node("span", { className: "line" }, snippet(message)));
  return [image, texts];
}

function quote(message, actions) {
  const element = node("button", { className: "quote", type: "button", onclick: () => actions.find(message.id) }, quoteOf(message));
  element.style.setProperty("--hue", nameColor(message.sender.id));
  return element;
}

function serviceText(service) {
  const [[event, fields]] = Object.entries(service);
  if (event === "forum_topic_created") return `${word("created")} ${fields.name}`;
  if (event === "forum_topic_edited") return `${word("renamed")} ${fields.name}`;
  if (event === "forum_topic_closed") return word("closed");
  if (event === "forum_topic_reopened") return word("reopened");
  if (event.startsWith("migrate")) return word("migrated");
  return word("service");
}
