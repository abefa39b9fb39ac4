// The way of a letter: inbox, handler, outbox, sent. Nothing is skipped, so that an eye can follow.

import { arrange, node } from "./nodes.js";
import { word } from "./words.js";

const STATIONS = ["inbox", "handler", "outbox", "sent"];
const GOALS = { received: 0, handled: 1, waiting: 2, sent: 3, failed: 2 };
const ENDS = new Set(["handled", "sent", "failed"]);
const STEP_MS = 90;
const DWELL_MS = 550;
const HURRIED_MS = 180;
const CROWD = 12;
const LINGER_MS = { handled: 900, sent: 2600, failed: 6000 };
const GLIDE_MS = 420;
const MOST_CARDS = 16;

export class Strip {
  constructor(element) {
    this.element = element;
    this.cards = new Map();
    this.done = new Set();
    this.held = node("p", { className: "held", "data-held": "", hidden: true });
    this.lanes = STATIONS.map((name) => this.station(name));
    this.first = true;
    this.lanes[0].lane.before(this.held);
  }

  // What people did and the bot has not fetched: worth a word only while it cannot.
  hold(number, cut) {
    this.held.hidden = number === 0 || (!cut && this.held.hidden);
    this.held.textContent = `${word("held")} ${number}`;
  }

  station(name) {
    const count = node("span", { className: "count" });
    const lane = node("div", { className: "lane" });
    const label = node("h3", {}, node("span", { className: `icon ${name}`, "aria-hidden": "true" }), node("span", { "data-word": name }, word(name)), count);
    this.element.append(node("section", { className: "station", "data-station": name }, label, lane));
    return { lane, count };
  }

  // `items` is null until somebody shows a strip at all.
  show(items) {
    this.element.hidden = items === null;
    this.element.setAttribute("aria-label", word("strip"));
    if (items === null) return;
    const listed = new Map(items.map((item) => [item.id, item]));
    for (const item of items) this.take(item);
    for (const card of this.cards.values()) if (!listed.has(card.id)) card.gone = true;
    for (const id of this.done) if (!listed.has(id)) this.done.delete(id);
    this.first = false;
    this.step();
  }

  // What had ended before the page was opened is no news.
  take(item) {
    if (this.first && ENDS.has(item.stage)) this.done.add(item.id);
    if (this.done.has(item.id)) return;
    const card = this.cards.get(item.id);
    if (card) Object.assign(card, item);
    else this.cards.set(item.id, this.newCard(item));
  }

  newCard(item) {
    const letter = GOALS[item.stage] < 2;
    const start = this.first ? GOALS[item.stage] : letter ? 0 : 1;
    return { ...item, letter, station: start, since: performance.now(), shown: letter || this.first, element: this.face(item) };
  }

  face({ id, kind }) {
    const known = word("kinds")[kind];
    const text = node(known ? "span" : "code", {}, known ?? kind);
    return node("div", { className: `card ${known ? "letter" : "call"}`, "data-card": id, "data-kind": kind }, text);
  }

  step() {
    clearTimeout(this.timer);
    const now = performance.now();
    const before = this.positions();
    for (const card of [...this.cards.values()].sort((one, other) => one.at - other.at)) this.move(card, now);
    this.draw();
    this.glide(before);
    if (this.cards.size > 0) this.timer = setTimeout(() => this.step(), STEP_MS);
  }

  move(card, now) {
    const stayed = now - card.since;
    const goal = card.gone && card.stage === "received" ? 1 : GOALS[card.stage];
    if (card.station < goal && stayed >= this.dwell(card) && this.mayLeave(card)) {
      card.station += 1;
      card.since = now;
      card.shown = true;
    } else if (card.station >= goal && stayed >= this.linger(card)) {
      this.cards.delete(card.id);
      if (!card.gone) this.done.add(card.id);
    }
  }

  dwell(card) {
    if (!card.shown) return 0;
    const crowd = [...this.cards.values()].filter(({ station }) => station === card.station).length;
    return crowd > CROWD ? HURRIED_MS : DWELL_MS;
  }

  // A call comes out of the handler after the letters that are older than it went in.
  mayLeave(card) {
    if (card.letter || card.station !== 1) return true;
    const now = performance.now();
    return ![...this.cards.values()].some(
      ({ letter, at, station, since }) => letter && at <= card.at && (station < 1 || now - since < DWELL_MS),
    );
  }

  linger(card) {
    if (card.gone) return LINGER_MS[card.stage] ?? DWELL_MS;
    return LINGER_MS[card.stage] ?? Infinity;
  }

  draw() {
    this.lanes.forEach(({ lane, count }, station) => {
      const here = [...this.cards.values()].filter((card) => card.shown && card.station === station);
      for (const card of here) card.element.classList.toggle("failed", card.stage === "failed" && station === GOALS.failed);
      arrange(lane, here.slice(0, MOST_CARDS).map(({ element }) => element));
      count.textContent = here.length > 1 ? `×${here.length}` : "";
      lane.classList.toggle("pile", here.length > 3);
    });
  }

  positions() {
    const seen = new Map();
    for (const { id, element } of this.cards.values()) if (element.isConnected) seen.set(id, placeOf(element));
    return seen;
  }

  // Each card glides from where it was; a new call steps out of the handler.
  glide(before) {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const door = placeOf(this.lanes[1].lane);
    for (const { id, element, letter } of this.cards.values()) {
      if (!element.isConnected) continue;
      const now = placeOf(element);
      const from = before.get(id) ?? (letter ? { left: now.left - 60, top: now.top } : { left: door.left + 30, top: now.top });
      const moved = [from.left - now.left, from.top - now.top];
      if (Math.hypot(...moved) < 2) continue;
      const start = { transform: `translate(${moved[0]}px, ${moved[1]}px)`, opacity: before.has(id) ? 1 : 0 };
      element.animate([start, { transform: "none", opacity: 1 }], { duration: GLIDE_MS, easing: "cubic-bezier(0.3, 0, 0.2, 1)" });
    }
  }
}

// Where the layout puts it, whatever glide is under way.
function placeOf({ offsetLeft, offsetTop }) {
  return { left: offsetLeft, top: offsetTop };
}
