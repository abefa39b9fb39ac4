// Where a person writes: the text, what it answers or changes, files, the bot's commands and its reply keyboard.

import { attachment, verbFor } from "./attach.js";
import { quoteOf, snippet } from "./message.js";
import { iconButton, node } from "./nodes.js";
import { preview } from "./sheet.js";
import { word } from "./words.js";

export class Composer {
  // `actions`: say, edit, send, toast, `place` for what lies over the phone, `keepsOrders` for a manager's.
  constructor(actions) {
    this.actions = actions;
    this.drafts = new Map();
    this.element = node("div", { className: "composer" });
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      for (const menu of this.element.querySelectorAll(".popover")) menu.hidden = true;
      this.drop();
    });
  }

  // `key` names the chat and topic: each keeps a draft of its own.
  show(key, commands, keyboard) {
    const seal = JSON.stringify([key, commands, keyboard, document.documentElement.lang]);
    if (seal === this.seal) return;
    if (key !== this.key) this.drop();
    this.seal = seal;
    this.key = key;
    this.commands = commands;
    this.build(keyboard);
  }

  build(keyboard) {
    const focused = this.element.contains(document.activeElement);
    this.bar = node("div", { className: "answering" });
    this.menu = node("div", { className: "popover commands", hidden: true });
    this.text = node("textarea", { rows: 1, placeholder: word("message"), "aria-label": word("message"), "data-input": "" });
    this.text.value = this.drafts.get(this.key) ?? "";
    this.text.addEventListener("input", () => this.typed());
    this.text.addEventListener("keydown", (event) => this.pressed(event));
    this.text.addEventListener("paste", (event) => this.pasted(event));
    const send = iconButton("plane", word("send"), null, { type: "submit", "data-tool": "send" });
    const form = node("form", { className: "line" }, this.tools(), this.text, this.commandButton(), send);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.element.replaceChildren(this.menu, this.bar, form, ...replyKeyboard(keyboard, this.actions));
    this.drawBar();
    if (focused) this.text.focus();
  }

  tools() {
    return attachment((file) => this.offer(file), this.actions.toast, this.actions.keepsOrders);
  }

  commandButton() {
    if (this.commands.length === 0) return null;
    return iconButton("slash", word("commands"), () => this.openMenu(this.menu.hidden), { "data-tool": "commands" });
  }

  openMenu(open, prefix = "") {
    const fitting = this.commands.filter(({ command }) => command.startsWith(prefix));
    this.menu.hidden = !open || fitting.length === 0;
    this.menu.replaceChildren(...fitting.map(({ command, description }) => this.commandLine(command, description)));
  }

  commandLine(command, description) {
    const choose = () => {
      this.menu.hidden = true;
      this.text.value = "";
      this.typed();
      this.actions.say(`/${command}`);
    };
    return node("button", { type: "button", "data-command": command, onclick: choose }, node("b", {}, `/${command}`), node("span", {}, description));
  }

  typed() {
    const text = this.text.value;
    this.drafts.set(this.key, text);
    this.openMenu(/^\/\w*$/.test(text), text.slice(1));
  }

  pressed(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submit();
  }

  pasted(event) {
    const [file] = event.clipboardData.files;
    if (!file) return;
    event.preventDefault();
    this.offer(file);
  }

  submit() {
    const text = this.text.value.trim();
    if (!text) return;
    if (this.edited) this.actions.edit(this.edited, text);
    else this.actions.say(text, this.answered?.id);
    this.text.value = "";
    this.typed();
    this.drop();
  }

  // A voice goes at once, as in a phone; everything else may get a caption first.
  offer(file) {
    const verb = verbFor(file);
    const send = (caption) => {
      this.actions.send(verb, file, caption, this.answered?.id);
      this.drop();
    };
    if (verb === "voice") send("");
    else preview(this.actions.place, file, send);
  }

  reply(message) {
    this.edited = null;
    this.answered = message;
    this.drawBar();
    this.text.focus();
  }

  edit(message) {
    this.answered = null;
    this.edited = message;
    this.text.value = message.text;
    this.drawBar();
    this.text.focus();
  }

  drop() {
    if (this.edited && this.text) this.text.value = "";
    this.answered = null;
    this.edited = null;
    if (this.bar) this.drawBar();
  }

  drawBar() {
    const about = this.edited ?? this.answered;
    this.bar.hidden = !about;
    if (!about) return;
    const line = this.edited ? [node("span", {}, node("b", {}, word("editing")), node("span", { className: "line" }, snippet(about)))] : quoteOf(about);
    const mark = node("span", { className: `icon ${this.edited ? "pencil" : "back-arrow"}`, "aria-hidden": "true" });
    this.bar.replaceChildren(mark, node("span", { className: "about" }, line), iconButton("cross", word("cancel"), () => this.drop()));
  }
}

function replyKeyboard(keyboard, actions) {
  return (keyboard?.keyboard ?? []).map((row) =>
    node("div", { className: "row" }, row.map((one) => key(one, actions))),
  );
}

function key({ text, request_contact: sharesContact }, actions) {
  const press = () => (sharesContact ? actions.shareContact() : actions.say(text));
  return node("button", { className: "key", type: "button", "data-key": text, onclick: press }, text);
}
