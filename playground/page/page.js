// The page around the phones: who writes, in which language the page speaks, and news from the server.

import { node } from "./nodes.js";
import { Phone } from "./phone.js";
import { speak } from "./words.js";

const chooser = document.getElementById("person");
const newcomer = document.getElementById("newcomer");
const address = new URL(location.href);
const place = node("section", { className: "phone" });
const phone = new Phone(place);
let round = 0;
let meanwhile = [];

document.getElementById("phones").append(place);

function remembered(name) {
  return address.searchParams.get(name);
}

function remember(name, value) {
  address.searchParams.set(name, value);
  history.replaceState(null, "", address);
}

// Only the newest answer counts, and what happened while it was on its way is shown after it.
async function refresh() {
  round += 1;
  const mine = round;
  meanwhile = [];
  const world = await (await fetch("/phone/state")).json();
  if (mine !== round) return null;
  if (world.people.length === 0) return greetFirst();
  chooser.replaceChildren(...world.people.map((person) => node("option", { value: person.id }, person.name)));
  const chosen = world.people.find((person) => String(person.id) === remembered("person")) ?? world.people[0];
  chooser.value = chosen.id;
  phone.show(chosen, chosen.chat, world.bot);
  return meanwhile.forEach((change) => phone.heard(change));
}

// An empty playground gets its first customer, so that the page never opens on nothing.
function greetFirst() {
  return add(document.documentElement.lang === "ru" ? "Анна" : "Anna", document.documentElement.lang);
}

async function add(name, language) {
  const body = JSON.stringify({ name, language });
  const headers = { "Content-Type": "application/json" };
  const person = await (await fetch("/phone/people", { method: "POST", body, headers })).json();
  remember("person", person.id);
  await refresh();
}

function switchTo(language) {
  remember("lang", language);
  speak(language);
  if (phone.owner) phone.draw();
}

chooser.addEventListener("change", () => {
  remember("person", chooser.value);
  refresh();
});

document.getElementById("add").addEventListener("click", () => newcomer.showModal());
newcomer.addEventListener("close", () => {
  const form = newcomer.querySelector("form");
  const { name, language } = Object.fromEntries(new FormData(form));
  if (newcomer.returnValue === "add" && name.trim()) add(name.trim(), language);
  form.reset();
});

for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => switchTo(button.dataset.language));
}

speak(remembered("lang") ?? (navigator.language.startsWith("ru") ? "ru" : "en"));

const WHOLE = ["people", "commands", "topic"];
const events = new EventSource("/phone/events");
events.addEventListener("open", refresh);
events.addEventListener("message", ({ data }) => {
  const change = JSON.parse(data);
  const begins = change.message && change.chat === phone.owner?.id && !phone.owner.started;
  if (WHOLE.includes(change.what) || begins) refresh();
  else {
    meanwhile.push(change);
    phone.heard(change);
  }
});
