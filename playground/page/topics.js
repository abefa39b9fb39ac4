// The list of a forum's topics: the newest on top, each with its last line and what is unread.

import { snippet } from "./message.js";
import { arrange, avatar, node } from "./nodes.js";
import { clockTime, spoken, word } from "./words.js";

export const GENERAL = 0;

export function messagesOf(chat, topicId) {
  return [...chat.messages.values()].filter(({ topic }) => (topic ?? GENERAL) === topicId);
}

export class Topics {
  constructor(open) {
    this.open = open;
    this.element = node("div", { className: "topics", role: "list", "aria-label": word("topics") });
    this.built = new Map();
  }

  show(group, chat, unreadIn) {
    const general = { message_thread_id: GENERAL, name: word("general"), closed: false };
    const rows = [general, ...group.topics].map((topic) => row(topic, chat, unreadIn)).sort((one, other) => other.at - one.at || other.newest - one.newest);
    const lines = rows.map((each) => this.line(each));
    if (group.topics.length === 0) lines.push(node("p", { className: "hint" }, word("noTopics")));
    arrange(this.element, lines);
  }

  line(each) {
    const seal = JSON.stringify([each, spoken()]);
    const old = this.built.get(each.id);
    if (old?.seal === seal) return old.element;
    const element = this.build(each);
    this.built.set(each.id, { seal, element });
    return element;
  }

  build({ id, name, closed, sender, text, at, unread }) {
    const badge = unread ? node("span", { className: "badge", "aria-label": `${word("unread")} ${unread}` }, String(unread)) : null;
    const line = node("span", { className: "line" }, sender ? node("span", { className: "by" }, `${sender}: `) : null, text);
    const top = node("span", { className: "top" }, node("b", {}, name), closed ? node("span", { className: "icon lock", title: word("topicClosed") }) : null, node("time", {}, at > 0 ? clockTime(at) : ""));
    const button = node("button", { type: "button", className: "topic", "data-topic": String(id), onclick: () => this.open(id) }, topicIcon(name, id), node("span", { className: "about" }, top, node("span", { className: "bottom" }, line, badge)));
    return node("div", { role: "listitem" }, button);
  }
}

// The number of a case says more than a letter does.
export function topicIcon(name, id) {
  if (id === GENERAL) return node("span", { className: "avatar hash", "aria-hidden": "true" }, "#");
  const [number] = /\d{1,4}/.exec(name) ?? [];
  const icon = avatar(name.replace(/^[^\p{L}\p{N}]+/u, "") || name, id);
  icon.classList.toggle("number", Boolean(number));
  if (number) icon.textContent = number;
  return icon;
}

function row({ message_thread_id: id, name, closed }, chat, unreadIn) {
  const messages = messagesOf(chat, id);
  const last = messages.at(-1);
  const sender = last && !last.service ? last.sender.name : "";
  return { id, name, closed, sender, text: last ? snippet(last).slice(0, 120) : "", at: last?.date ?? 0, newest: last?.id ?? 0, unread: unreadIn(id, messages) };
}
