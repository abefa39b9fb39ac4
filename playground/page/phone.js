// A phone shows one chat to one person and does what the person does.

import { Composer } from "./composer.js";
import { avatar, iconButton, node } from "./nodes.js";
import { Room } from "./room.js";
import { ask, tell } from "./sheet.js";
import { GENERAL, messagesOf, topicIcon, Topics } from "./topics.js";
import { counted, spoken, word } from "./words.js";

const SPINS_MS = 20000;

export class Phone {
  constructor(world, marks, role) {
    this.world = world;
    this.marks = marks;
    this.spinning = new Set();
    this.element = node("section", { className: "phone", "data-phone": role });
    this.head = node("header", { className: "head" });
    this.body = node("div", { className: "body" });
    this.foot = node("footer", { className: "foot" });
    this.element.append(this.head, this.body, this.foot);
    this.room = new Room();
    this.topics = new Topics((id) => this.open(id));
    this.composer = new Composer({
      place: this.element,
      keepsOrders: role === "manager",
      say: (text, replyTo) => this.say(text, replyTo),
      shareContact: () => this.act("share_contact"),
      edit: (message, text) => this.act("edit", { message: message.id, text }),
      send: (verb, file, caption, replyTo) => this.send(verb, file, caption, replyTo),
      toast: (text) => this.room.toast(text),
    });
  }

  // `topicId` is null while the list of a forum is shown, and always in other chats.
  show(ownerId, chatId) {
    if (chatId !== this.chatId) this.topicId = null;
    if (ownerId !== this.ownerId) this.composer.drop();
    // A question belongs to the person and the chat in which it was asked.
    if (ownerId !== this.ownerId || chatId !== this.chatId) this.element.querySelector(".overlay")?.remove();
    this.ownerId = ownerId;
    this.chatId = chatId;
    this.draw();
  }

  get owner() {
    return this.world.people.get(this.ownerId);
  }

  get chat() {
    return this.world.chats.get(this.chatId);
  }

  get group() {
    return this.world.groups.get(this.chatId);
  }

  get listsTopics() {
    return Boolean(this.group?.forum) && this.topicId === null;
  }

  get topic() {
    if (!this.group?.forum || this.topicId === null) return null;
    if (this.topicId === GENERAL) return { name: word("general"), closed: false };
    return this.group.topics.find(({ message_thread_id: id }) => id === this.topicId) ?? null;
  }

  open(topicId) {
    this.topicId = topicId;
    this.composer.drop();
    this.draw();
    (this.head.querySelector(".back") ?? this.body.querySelector(".topic"))?.focus({ preventScroll: true });
  }

  draw() {
    if (!this.owner || !this.chat) return;
    if (this.group?.forum && this.topicId !== null && !this.topic) this.topicId = null; // it was deleted
    this.element.setAttribute("aria-label", this.owner.name);
    this.drawHead();
    this.drawFoot();
    this.drawBody();
  }

  drawHead() {
    const { title, subtitle, id } = this.heading();
    const block = !this.group && this.owner.started && !this.owner.blocked;
    const seal = JSON.stringify([title, subtitle, id, block, Boolean(this.topic), spoken()]);
    if (seal === this.headSeal) return;
    this.headSeal = seal;
    this.head.replaceChildren(
      ...[
        this.topic ? iconButton("back", word("back"), () => this.open(null), { "data-tool": "back" }) : null,
        this.topic ? topicIcon(title, id) : avatar(title, id),
        node("span", { className: "who" }, node("b", {}, title), node("small", {}, subtitle)),
        block ? iconButton("dots", word("block"), () => this.confirmBlock(), { "data-tool": "block" }) : null,
      ].filter(Boolean),
    );
  }

  heading() {
    const typing = this.chat.typingUntil > Date.now();
    clearTimeout(this.quiet);
    if (typing) this.quiet = setTimeout(() => this.drawHead(), this.chat.typingUntil - Date.now() + 50);
    if (!this.group) return { title: this.world.bot.first_name, subtitle: word(typing ? "typing" : "bot"), id: 4 };
    const { title, members } = this.group;
    if (this.topic) return { title: this.topic.name, subtitle: typing ? word("typing") : title, id: this.topicId };
    return { title, subtitle: typing ? word("typing") : counted(members.length + 1, "members"), id: 2 };
  }

  drawBody() {
    if (this.body.firstChild !== this.shownPart) this.body.replaceChildren(this.shownPart);
    if (this.listsTopics) {
      this.topics.show(this.group, this.chat, (id, messages) => this.marks.unread(this.chatId, id, messages, this.ownerId));
      return;
    }
    const messages = this.group?.forum ? messagesOf(this.chat, this.topicId) : [...this.chat.messages.values()];
    this.room.show(messages, this.view(), this.owner.started || this.group ? word("empty") : word("emptyStart"));
    this.marks.read(this.chatId, this.topicId, messages);
  }

  get shownPart() {
    return this.listsTopics ? this.topics.element : this.room.element;
  }

  get placeKey() {
    return `${this.ownerId} ${this.chatId} ${this.topicId}`;
  }

  view() {
    const actions = {
      say: (text) => this.say(text),
      tap: (message, button) => this.tap(message, button),
      open: (address) => this.follow(address),
      copy: (text) => this.copy(text),
      reply: (message) => this.composer.element.isConnected && this.composer.reply(message),
      edit: (message) => this.composer.element.isConnected && this.composer.edit(message),
      react: (message, emoji) => this.react(message, emoji),
      find: (messageId) => this.room.find(messageId),
    };
    const { ownerId, spinning } = this;
    return { place: this.placeKey, ownerId, inGroup: Boolean(this.group), spinning, actions };
  }

  drawFoot() {
    const content = this.footContent();
    this.foot.hidden = content === null;
    if (content !== null && this.foot.firstChild !== content) this.foot.replaceChildren(content);
  }

  footContent() {
    if (this.listsTopics) return null;
    if (!this.group && this.owner.blocked) return this.wide("unblock", () => this.act("unblock"));
    if (!this.group && !this.owner.started) return this.wide("start", () => this.act("start"));
    const membership = this.group?.members.find(({ id }) => id === this.ownerId);
    if (this.topic?.closed && membership?.status === "member") return node("p", { className: "closed" }, word("topicClosed"));
    this.composer.show(this.placeKey, (this.group ? membership?.commands : this.owner.commands) ?? [], this.chat.keyboard);
    return this.composer.element;
  }

  // The same button as before, so that no redrawing comes between a finger's down and up.
  wide(name, action) {
    if (this.foot.firstChild?.textContent === word(name)) return this.foot.firstChild;
    return node("button", { className: "wide", type: "button", "data-tool": name, onclick: action }, word(name));
  }

  // What the server tells this phone.
  heard(change) {
    if (change.what === "lost") return this.room.toast(word("lost"));
    if (change.chat !== this.chatId) return null;
    const own = change.person === this.ownerId;
    if (change.what === "answered" && own) this.spinning.delete(`${change.message.id} ${change.note}`);
    if (change.what === "toast" && own) return this.room.toast(change.note);
    if (change.what === "alert" && own) return tell(this.element, change.note);
    return this.draw();
  }

  confirmBlock() {
    ask(this.element, `${word("block")}?`, word("block"), () => this.act("block"));
  }

  // What the owner does.
  say(text, replyTo) {
    return this.act("say", { text, reply_to: replyTo });
  }

  tap(message, { data }) {
    const name = `${message.id} ${data}`;
    this.spinning.add(name);
    setTimeout(() => this.spinning.delete(name) && this.draw(), SPINS_MS);
    this.draw();
    return this.act("tap", { message: message.id, button: data });
  }

  // The same reaction once more takes it back.
  react(message, emoji) {
    const has = message.reactions.some((one) => one.person === this.ownerId && one.emoji === emoji);
    return this.act("react", { message: message.id, emoji: has ? "" : emoji });
  }

  // A link leads nowhere, but one that starts this very bot does so.
  follow(address) {
    const found = /(?:t\.me\/|domain=)(\w+)[?&]start=([\w-]+)/.exec(address ?? "");
    if (found?.[1] !== this.world.bot.username) return this.room.toast(`${word("opens")} ${address ?? ""}`);
    return this.post("start", { body: JSON.stringify({ payload: found[2] }), headers: { "Content-Type": "application/json" } });
  }

  async copy(text) {
    await navigator.clipboard?.writeText(text);
    return this.room.toast(`${word("copied")} ${text}`);
  }

  send(verb, file, caption, replyTo) {
    const form = new FormData();
    const fields = { chat: this.chatId, topic: this.topicId || null, caption, reply_to: replyTo };
    for (const [name, value] of Object.entries(fields)) if (value) form.append(name, value);
    form.append("file", file);
    return this.post(verb, { body: form });
  }

  act(verb, fields = {}) {
    const body = JSON.stringify({ chat: this.chatId, topic: this.topicId || null, ...fields });
    return this.post(verb, { body, headers: { "Content-Type": "application/json" } });
  }

  async post(verb, request) {
    const answer = await fetch(`/phone/${this.ownerId}/${verb}`, { method: "POST", ...request }).catch(() => null);
    if (answer === null) return this.room.toast(word("lost"));
    if (answer.ok) return null;
    const { error } = await answer.json().catch(() => ({}));
    return this.room.toast([word("failed"), error].filter(Boolean).join(": "));
  }
}
