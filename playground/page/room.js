// The messages of one chat or topic, in place: only what changed is built anew.

import { bubble } from "./message.js";
import { arrange, iconButton, node } from "./nodes.js";
import { day, spoken, word } from "./words.js";

const MOST_SHOWN = 300;
const NEAR_PX = 90;
const IN_A_ROW_SECONDS = 600;

export class Room {
  constructor() {
    this.list = node("div", { className: "messages", role: "log", tabIndex: 0 });
    this.toEnd = iconButton("chevron", word("down"), () => this.scroll(true), { hidden: true, "data-tool": "down" });
    this.toasts = node("div", { className: "toasts", role: "status" });
    this.element = node("div", { className: "room" }, this.list, this.toEnd, this.toasts);
    this.built = new Map();
    this.media = new Map();
    this.sticks = true;
    this.list.addEventListener("scroll", () => this.scrolled());
    new ResizeObserver(() => this.scroll(this.sticks)).observe(this.list);
  }

  // `view` is what every bubble is given; `hint` stands in an empty room.
  show(messages, view, hint) {
    const sticks = this.sticks || this.place !== view.place;
    if (this.place !== view.place) this.leave();
    this.place = view.place;
    const wanted = this.items(messages.slice(-MOST_SHOWN), view);
    if (wanted.length === 0) wanted.push({ key: "empty", seal: hint, build: () => node("p", { className: "empty" }, hint) });
    const focused = focusedButton(this.list);
    const built = new Map(wanted.map((item) => [item.key, this.element_(item)]));
    this.built = built;
    arrange(this.list, [...built.values()].map(({ element }) => element));
    if (focused) built.get(focused.key)?.element.querySelector(focused.button)?.focus({ preventScroll: true });
    this.scroll(sticks);
  }

  leave() {
    this.built = new Map();
    this.media = new Map();
  }

  element_({ key, seal, build }) {
    const old = this.built.get(key);
    return old?.seal === seal ? old : { seal, element: build() };
  }

  items(messages, view) {
    const byId = new Map(messages.map((message) => [message.id, message]));
    const items = [];
    messages.forEach((message, index) => {
      const before = messages[index - 1];
      const after = messages[index + 1];
      if (!before || day(before.date) !== day(message.date)) items.push(dateItem(message));
      items.push(this.messageItem(message, { first: !together(before, message), last: !together(message, after) }, byId, view));
    });
    return items;
  }

  messageItem(message, ends, byId, view) {
    const answered = byId.get(message.reply_to);
    const mine = message.sender.id === view.ownerId;
    const spinning = message.rows.flat().some(({ data }) => view.spinning.has(`${message.id} ${data}`));
    const seal = JSON.stringify([message, ends, mine, spinning, answered?.text, spoken()]);
    const kept = (name, build) => {
      if (!this.media.has(name)) this.media.set(name, build());
      return this.media.get(name);
    };
    return { key: message.id, seal, build: () => bubble(message, { ...view, ...ends, mine, answered, kept }) };
  }

  get atEnd() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR_PX;
  }

  scroll(toEnd) {
    if (toEnd) this.list.scrollTop = this.list.scrollHeight;
    this.scrolled();
  }

  scrolled() {
    this.sticks = this.atEnd;
    this.toEnd.hidden = this.sticks;
  }

  find(messageId) {
    const element = this.list.querySelector(`[data-message-id="${messageId}"]`);
    element?.scrollIntoView({ block: "center" });
    element?.classList.add("found");
    setTimeout(() => element?.classList.remove("found"), 1200);
  }

  toast(text) {
    const toast = node("div", { className: "toast" }, text);
    this.toasts.append(toast);
    setTimeout(() => toast.remove(), 3500);
  }
}

function dateItem({ date }) {
  const text = day(date);
  return { key: `day ${text}`, seal: text, build: () => node("div", { className: "service date" }, text) };
}

function together(one, other) {
  if (!one || !other || one.service || other.service) return false;
  return one.sender.id === other.sender.id && other.date - one.date < IN_A_ROW_SECONDS && day(one.date) === day(other.date);
}

function focusedButton(list) {
  const button = document.activeElement?.closest?.("[data-button]");
  const message = button?.closest("[data-message-id]");
  if (!message || !list.contains(button)) return null;
  return { key: Number(message.dataset.messageId), button: `[data-button="${CSS.escape(button.dataset.button)}"]` };
}
