// The page around the phones: its parts, its buttons, its language.

import { Marks } from "./marks.js";
import { Part } from "./part.js";
import { Strip } from "./strip.js";
import { dateAndTime, speak, word } from "./words.js";
import { World } from "./world.js";

const PARTS = [
  { role: "customer", people: "customers" },
  { role: "support", people: "staff", groups: true },
  { role: "manager", people: "managers" },
];
const TICK_MS = 1000;

const address = new URL(location.href);
// Who was chosen and which language stand in the address, so that a reload or a bookmark keeps them.
const memory = {
  get: (name) => address.searchParams.get(name),
  set: (name, value) => {
    address.searchParams.set(name, value);
    history.replaceState(null, "", address);
  },
};

speak(memory.get("lang") ?? (navigator.language.startsWith("ru") ? "ru" : "en"));

const world = new World();
const marks = new Marks(world);
const parts = PARTS.map((kind) => new Part(world, marks, memory, kind));
const strip = new Strip(document.getElementById("strip"));
const newcomer = document.getElementById("newcomer");
const network = document.querySelector('[data-control="network"]');
const outage = document.getElementById("outage");
const clock = document.getElementById("clock");

document.getElementById("phones").append(...parts.map(({ element }) => element));

async function post(path, fields) {
  const request = { method: "POST", body: JSON.stringify(fields), headers: { "Content-Type": "application/json" } };
  const answer = await fetch(path, request).catch(() => null);
  if (!answer?.ok) notice(word("failed"));
  return answer?.ok ? answer.json() : null;
}

function notice(text) {
  const place = document.getElementById("notice");
  place.textContent = text;
  place.classList.add("seen");
  setTimeout(() => place.classList.remove("seen"), 3000);
}

// An empty playground gets its first customer, so that the page never opens on nothing.
function greetFirst() {
  const { lang } = document.documentElement;
  return add(lang === "ru" ? "Анна" : "Anna", lang);
}

async function add(name, language) {
  const person = await post("/phone/people", { name, language });
  if (person) memory.set("customer", String(person.id));
  return world.read();
}

function drawControls() {
  const { networkFails } = world;
  network.setAttribute("aria-pressed", String(networkFails));
  network.textContent = word(networkFails ? "mend" : "cut");
  outage.hidden = !networkFails;
  document.body.classList.toggle("cut", networkFails);
  drawClock();
}

function drawClock() {
  if (world.clock) clock.textContent = dateAndTime(world.now());
}

function switchTo(language) {
  memory.set("lang", language);
  speak(language);
  drawControls();
  for (const part of parts) part.draw();
}

function heard(change) {
  if (change.what === "whole") {
    if (world.people.size === 0) return greetFirst();
    marks.begin();
    drawControls();
    strip.show(world.strip);
  }
  strip.hold(world.held, world.networkFails);
  if (change.what === "strip") return strip.show(world.strip);
  for (const part of parts) part.heard(change);
  return null;
}

async function pass(button, seconds) {
  button.disabled = true;
  notice(word("passed"));
  const moved = await post("/phone/clock", { advance: seconds });
  button.disabled = false;
  if (moved) notice(dateAndTime(moved.now));
}

for (const button of document.querySelectorAll("[data-advance]")) {
  button.addEventListener("click", () => pass(button, Number(button.dataset.advance)));
}
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => switchTo(button.dataset.language));
}
network.addEventListener("click", () => post("/phone/network", { fails: !world.networkFails }));
document.getElementById("cancel").addEventListener("click", () => newcomer.close(""));
newcomer.addEventListener("close", () => {
  const form = newcomer.querySelector("form");
  const { name, language } = Object.fromEntries(new FormData(form));
  if (newcomer.returnValue === "add" && name.trim()) add(name.trim(), language);
  form.reset();
});
// A menu closes when something else is touched.
document.addEventListener("pointerdown", ({ target }) => {
  for (const menu of document.querySelectorAll(".popover:not([hidden])")) {
    if (!menu.parentElement.contains(target)) menu.hidden = true;
  }
});
for (const part of parts) part.onAdd = () => newcomer.showModal();

setInterval(drawClock, TICK_MS);
world.listen(heard);
world.connect();
