// A phone shows one chat to one person and does what the person does.

import { bubble } from "./message.js";
import { node } from "./nodes.js";
import { word } from "./words.js";

export class Phone {
  constructor(place) {
    this.place = place;
    this.messages = new Map();
    this.draft = "";
  }

  // `owner` holds the phone, `chat` is what it shows: the owner's own chat with the bot, or a group.
  show(owner, chat, bot) {
    if (owner.id !== this.owner?.id) this.draft = "";
    this.owner = owner;
    this.chatId = chat.id;
    this.bot = bot;
    this.messages = new Map(chat.messages.map((message) => [message.id, message]));
    this.replyKeyboard = chat.keyboard;
    this.draw();
  }

  draw() {
    this.status = node("small", {}, word("bot"));
    this.list = node("div", { className: "messages", role: "log" });
    this.toasts = node("div", { className: "toasts", role: "status" });
    this.foot = node("footer", { className: "foot" });
    const room = node("div", { className: "room" }, this.list, this.toasts);
    this.place.replaceChildren(this.head(), room, this.foot);
    this.drawMessages();
    this.drawFoot();
  }

  head() {
    return node(
      "header",
      { className: "head" },
      node("span", { className: "avatar", "aria-hidden": "true" }, this.bot.first_name.slice(0, 1)),
      node("span", { className: "who" }, node("b", {}, this.bot.first_name), this.status),
      this.owner.started && !this.owner.blocked ? this.icon("block", "dots", () => this.confirmBlock()) : null,
    );
  }

  drawMessages() {
    const bubbles = [...this.messages.values()].map((message) => this.bubble(message));
    if (bubbles.length === 0) bubbles.push(node("p", { className: "empty" }, word("empty")));
    this.list.replaceChildren(...bubbles);
    this.scroll();
  }

  // Only the bubble that changed is built anew: a voice message elsewhere keeps playing.
  drawMessage(message) {
    const old = this.list.querySelector(`[data-message="${message.id}"]`);
    if (message.deleted) return old?.remove();
    if (old) return old.replaceWith(this.bubble(message));
    this.list.querySelector(".empty")?.remove();
    this.list.append(this.bubble(message));
    return this.scroll();
  }

  bubble(message) {
    const element = bubble(message, this.messages.get(message.reply_to), {
      tap: (button) => this.tap(message, button),
      say: (text) => this.say(text),
    });
    element.querySelector("img")?.addEventListener("load", () => this.scroll());
    return element;
  }

  scroll() {
    this.list.scrollTop = this.list.scrollHeight;
  }

  drawFoot() {
    if (this.owner.blocked) return this.foot.replaceChildren(this.wide("unblock", () => this.act("unblock")));
    if (!this.owner.started) return this.foot.replaceChildren(this.wide("start", () => this.act("start")));
    return this.foot.replaceChildren(this.composer(), ...this.replyRows());
  }

  wide(name, action) {
    return node("button", { className: "wide", type: "button", onclick: action }, word(name));
  }

  composer() {
    const text = node("textarea", { rows: 1, placeholder: word("message"), "aria-label": word("message"), value: this.draft });
    text.addEventListener("input", () => {
      this.draft = text.value;
    });
    const file = node("input", { type: "file", hidden: true });
    const form = node(
      "form",
      { className: "composer" },
      this.owner.commands.length ? this.menuButton() : null,
      text,
      file,
      this.icon("attach", "clip", () => file.click()),
      node("button", { className: "icon plane", type: "submit", title: word("send"), "aria-label": word("send") }),
    );
    const submit = () => {
      if (text.value.trim()) this.say(text.value);
      text.value = this.draft = "";
    };
    text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      submit();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      submit();
    });
    file.addEventListener("change", () => this.attach(file.files[0]));
    return form;
  }

  icon(name, picture, action) {
    return node("button", { className: `icon ${picture}`, type: "button", title: word(name), "aria-label": word(name), onclick: action });
  }

  menuButton() {
    const list = node("div", { className: "commands", hidden: true });
    for (const { command, description } of this.owner.commands) {
      const choose = () => {
        list.hidden = true;
        this.say(`/${command}`);
      };
      list.append(node("button", { type: "button", onclick: choose }, node("span", {}, description), node("code", {}, `/${command}`)));
    }
    const open = () => {
      list.hidden = !list.hidden;
    };
    return node("span", { className: "menu" }, node("button", { className: "pill", type: "button", onclick: open }, word("menu")), list);
  }

  replyRows() {
    return (this.replyKeyboard?.keyboard ?? []).map((row) =>
      node("div", { className: "row" }, ...row.map(({ text }) => node("button", { className: "key", type: "button", onclick: () => this.say(text) }, text))),
    );
  }

  // What the server tells this phone.
  heard(change) {
    if (change.chat !== this.chatId) return;
    if (change.message) {
      this.messages.set(change.message.id, change.message);
      this.status.textContent = word("bot");
      this.drawMessage(change.message);
    }
    if (JSON.stringify(change.keyboard) !== JSON.stringify(this.replyKeyboard)) {
      this.replyKeyboard = change.keyboard;
      this.drawFoot();
    }
    if (change.what === "action") this.status.textContent = word("typing");
    if (change.what === "toast") this.toast(change.note);
    if (change.what === "alert") this.alert(change.note);
  }

  toast(text) {
    const toast = node("div", { className: "toast" }, text);
    this.toasts.append(toast);
    setTimeout(() => toast.remove(), 3500);
  }

  alert(text) {
    const dialog = node(
      "dialog",
      { className: "alert" },
      node("p", {}, text),
      node("form", { method: "dialog" }, node("button", {}, word("ok"))),
    );
    dialog.addEventListener("close", () => dialog.remove());
    this.place.append(dialog);
    dialog.showModal();
  }

  confirmBlock() {
    const dialog = node(
      "dialog",
      { className: "alert" },
      node("p", {}, `${word("block")}?`),
      node("form", { method: "dialog" }, node("button", { value: "" }, word("cancel")), node("button", { value: "block" }, word("block"))),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (dialog.returnValue === "block") this.act("block");
    });
    this.place.append(dialog);
    dialog.showModal();
  }

  // What the owner does.
  say(text) {
    return this.act("say", { text });
  }

  tap(message, button) {
    return this.act("tap", { message: message.id, button: button.data });
  }

  attach(file) {
    if (!file) return;
    const form = new FormData();
    form.append("chat", this.chatId);
    form.append("file", file);
    const [family] = file.type.split("/");
    const verb = { image: "photo", audio: "voice", video: "video" }[family] ?? "document";
    this.post(verb, { body: form });
  }

  act(verb, fields = {}) {
    const body = JSON.stringify({ chat: this.chatId, ...fields });
    return this.post(verb, { body, headers: { "Content-Type": "application/json" } });
  }

  async post(verb, request) {
    const answer = await fetch(`/phone/${this.owner.id}/${verb}`, { method: "POST", ...request }).catch(() => null);
    if (answer === null) return this.toast(word("lost"));
    if (!answer.ok) this.toast(word("failed"));
    return null;
  }
}
