// What the playground knows, kept up to date by its events. Whoever listens is told of every change.

const WHOLE = new Set(["people", "commands", "topic", "network", "time"]);
const TYPING_MS = 5000;
const GATHER_MS = 40;

export class World {
  constructor() {
    this.people = new Map();
    this.groups = new Map();
    this.chats = new Map();
    this.cast = { customers: [], groups: [], staff: [], managers: [] };
    this.strip = null;
    this.networkFails = false;
    this.held = 0;
    this.listeners = [];
    this.round = 0;
    this.meanwhile = [];
  }

  listen(heard) {
    this.listeners.push(heard);
  }

  connect() {
    const events = new EventSource("/phone/events");
    events.addEventListener("open", () => this.read());
    events.addEventListener("error", () => this.tell({ what: "lost" }));
    events.addEventListener("message", ({ data }) => this.hear(JSON.parse(data)));
    window.addEventListener("pagehide", () => events.close());
  }

  // Only the newest answer counts, and what happened while it was on its way is shown after it.
  async read() {
    this.round += 1;
    const mine = this.round;
    this.meanwhile = [];
    const answer = await fetch("/phone/state").catch(() => null);
    if (answer === null || mine !== this.round) return;
    this.take(await answer.json());
    for (const change of this.meanwhile) this.apply(change);
    this.tell({ what: "whole" });
  }

  take(state) {
    this.bot = state.bot;
    this.cast = state.cast;
    this.networkFails = state.network_fails;
    this.strip = state.strip;
    this.held = state.held;
    this.clock = { now: state.now, speed: state.speed, since: performance.now() };
    this.people = new Map(state.people.map((person) => [person.id, person]));
    this.groups = new Map(state.groups.map((group) => [group.id, group]));
    this.chats = new Map([...state.people, ...state.groups].map(({ chat }) => [chat.id, this.chat(chat)]));
  }

  chat({ id, messages, keyboard }) {
    const typingUntil = this.chats.get(id)?.typingUntil ?? 0;
    return { id, keyboard, typingUntil, messages: new Map(messages.map((message) => [message.id, message])) };
  }

  hear(change) {
    if (WHOLE.has(change.what)) return this.readSoon();
    this.meanwhile.push(change);
    this.apply(change);
    return this.tell(change);
  }

  // A bot that sets ten menus at its start is one reading.
  readSoon() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.read(), GATHER_MS);
  }

  apply(change) {
    this.held = change.held;
    if (change.what === "strip") this.strip = change.strip;
    const chat = this.chats.get(change.chat);
    if (!chat) return;
    chat.keyboard = change.keyboard;
    if (change.what === "action") chat.typingUntil = Date.now() + TYPING_MS;
    if (!change.message) return;
    const { message } = change;
    if (message.deleted) chat.messages.delete(message.id);
    else chat.messages.set(message.id, message);
    if (message.from_bot) chat.typingUntil = 0;
    const person = this.people.get(message.sender.id);
    if (person && chat.id === person.id) person.started = true;
  }

  tell(change) {
    for (const heard of this.listeners) heard(change);
  }

  // Seconds since the epoch on the playground's clock.
  now() {
    if (!this.clock) return Date.now() / 1000;
    return this.clock.now + ((performance.now() - this.clock.since) / 1000) * this.clock.speed;
  }
}
