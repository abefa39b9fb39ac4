// Building DOM nodes. Text is always a text node, never markup.

export function node(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export function iconButton(picture, label, action, properties = {}) {
  const named = { title: label, "aria-label": label, onclick: action };
  return node("button", { className: `icon ${picture}`, type: "button", ...named, ...properties });
}

const HUES = [
  ["#ff9a6b", "#e5584f"],
  ["#f9c45c", "#e8912d"],
  ["#8fd673", "#3fa45b"],
  ["#69d2c6", "#2b9aa8"],
  ["#7cbcf5", "#3d7fd6"],
  ["#b49bf2", "#7a5bd0"],
  ["#f79ac0", "#d2527f"],
];

function hue(id) {
  return HUES[Math.abs(id) % HUES.length];
}

export function avatar(name, id, className = "avatar") {
  const [light, deep] = hue(id);
  const element = node("span", { className, "aria-hidden": "true" }, Array.from(name)[0] ?? "");
  element.style.background = `linear-gradient(170deg, ${light}, ${deep})`;
  return element;
}

export function nameColor(id) {
  return hue(id)[1];
}

// Puts the wanted elements into the place in order; what is already there stays untouched.
export function arrange(place, wanted) {
  const kept = new Set(wanted);
  for (const child of [...place.children]) if (!kept.has(child)) child.remove();
  wanted.forEach((element, index) => {
    if (place.children[index] !== element) place.insertBefore(element, place.children[index] ?? null);
  });
}
