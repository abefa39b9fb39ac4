// One of the three parts: who plays it, chosen above, and the phone.

import { avatar, iconButton, node } from "./nodes.js";
import { Phone } from "./phone.js";
import { word } from "./words.js";

const MOST_NAMED = 3; // more than these show their faces only

export class Part {
  // `memory` keeps who was chosen; `people` and `groups` name the lists of the cast that this part draws on.
  constructor(world, marks, memory, { role, people, groups }) {
    Object.assign(this, { world, marks, memory, role, people, groups });
    this.phone = new Phone(world, marks, role);
    this.chips = node("div", { className: "chips", role: "group" });
    this.title = node("h2");
    this.chooser = node("header", { className: "chooser" }, this.title, this.chips);
    this.element = node("section", { className: "part", "data-part": role, hidden: true }, this.chooser, this.phone.element);
  }

  get cast() {
    return this.world.cast[this.people].filter((id) => this.world.people.has(id));
  }

  get group() {
    const chosen = this.groups ? this.memory.get("group") : null;
    const ids = this.groups ? this.world.cast.groups : [];
    return ids.find((id) => String(id) === chosen) ?? ids[0] ?? null;
  }

  get chosen() {
    const remembered = this.memory.get(this.role);
    return this.cast.find((id) => String(id) === remembered) ?? this.cast[0];
  }

  get isEmpty() {
    return this.cast.length === 0 || (Boolean(this.groups) && this.group === null);
  }

  draw() {
    this.element.hidden = this.isEmpty;
    if (this.isEmpty) return;
    this.phone.show(this.chosen, this.group ?? this.chosen);
    this.drawChooser();
  }

  drawChooser() {
    this.title.textContent = word(this.role);
    this.chips.setAttribute("aria-label", word(this.role));
    const several = this.groups && this.world.cast.groups.length > 1 ? this.world.cast.groups : [];
    const add = this.role === "customer" ? [iconButton("plus", word("add"), this.onAdd, { "data-tool": "add" })] : [];
    const focused = document.activeElement?.closest?.(".chip");
    const held = focused && this.chips.contains(focused) ? JSON.stringify(focused.dataset) : null;
    this.chips.replaceChildren(...several.map((id) => this.groupChip(id)), ...this.cast.map((id) => this.personChip(id)), ...add);
    this.chips.classList.toggle("many", this.cast.length > MOST_NAMED);
    if (held) [...this.chips.children].find(({ dataset }) => JSON.stringify(dataset) === held)?.focus();
  }

  personChip(id) {
    const { name } = this.world.people.get(id);
    const unread = this.groups || id === this.chosen ? 0 : this.marks.unreadInPrivate(id);
    const badge = unread ? node("span", { className: "badge" }, String(unread)) : null;
    return this.chip(this.role, id, id === this.chosen, { "data-person": String(id), title: name, "aria-label": name }, [avatar(name, id, "dot"), node("span", { className: "named" }, name), badge]);
  }

  groupChip(id) {
    const { title } = this.world.groups.get(id);
    return this.chip("group", id, id === this.group, { "data-group": String(id), title }, [node("span", { className: "named" }, title)]);
  }

  chip(memory, id, pressed, hooks, content) {
    const choose = () => {
      this.memory.set(memory, String(id));
      this.draw();
    };
    return node("button", { className: "chip", type: "button", "aria-pressed": String(pressed), onclick: choose, ...hooks }, content);
  }

  heard(change) {
    if (change.what === "whole") return this.draw();
    if (this.isEmpty) return null;
    this.phone.heard(change);
    return change.message ? this.drawChooser() : null;
  }
}
