// How far each chat and topic was read on this page; a new tab begins anew.

export class Marks {
  constructor(world) {
    this.world = world;
    this.seen = {};
  }

  load() {
    this.place = `seen ${this.world.bot.id}`;
    this.seen = JSON.parse(sessionStorage.getItem(this.place) ?? "{}");
  }

  // What was said in private chats before the page was opened counts as read; topics wait to be opened.
  begin() {
    if (!this.place) this.load();
    for (const id of this.world.people.keys()) {
      if (this.seen[key(id)] === undefined) this.read(id, null, messagesOf(this.world, id));
    }
  }

  read(chatId, topic, messages) {
    const newest = Math.max(0, ...messages.map((message) => message.id));
    if (this.seen[key(chatId, topic)] === newest) return;
    this.seen[key(chatId, topic)] = newest;
    if (this.place) sessionStorage.setItem(this.place, JSON.stringify(this.seen));
  }

  unread(chatId, topic, messages, readerId) {
    const mark = this.seen[key(chatId, topic)] ?? 0;
    return messages.filter(({ id, sender, service }) => id > mark && sender.id !== readerId && !service).length;
  }

  unreadInPrivate(personId) {
    return this.unread(personId, null, messagesOf(this.world, personId), personId);
  }
}

function key(chatId, topic = null) {
  return `${chatId} ${topic ?? ""}`;
}

function messagesOf(world, chatId) {
  return [...(world.chats.get(chatId)?.messages.values() ?? [])];
}
