// A voice message: a button, a waveform made from the sound itself, and how long it lasts.

import { node } from "./nodes.js";
import { duration, word } from "./words.js";

const BARS = 38;
const LONGEST_DECODED = 8 * 1024 * 1024;
let current = null; // only one voice is heard at a time

export function player(file) {
  const bars = Array.from({ length: BARS }, () => node("i"));
  const wave = node("span", { className: "wave" }, bars);
  const length = node("small", { className: "length" }, duration(0));
  const button = node("button", { className: "disc play", type: "button", "aria-label": word("play"), "data-tool": "play" });
  const element = node("div", { className: "voice-player" }, button, node("span", {}, wave, length));
  const sound = new Sound(file.url, { element, bars, length, button });
  button.addEventListener("click", () => sound.toggle());
  wave.addEventListener("click", (event) => sound.seek(event.offsetX / wave.clientWidth));
  if (file.size <= LONGEST_DECODED) sound.look();
  return element;
}

class Sound {
  constructor(url, parts) {
    this.url = url;
    this.parts = parts;
    this.seconds = 0;
  }

  async look() {
    const bytes = await (await fetch(this.url)).arrayBuffer();
    this.source = URL.createObjectURL(new Blob([bytes]));
    const decoded = await new OfflineAudioContext(1, 1, 44100).decodeAudioData(bytes).catch(() => null);
    this.seconds = decoded?.duration ?? 1;
    const heights = decoded ? peaks(decoded.getChannelData(0)) : this.parts.bars.map((_, index) => 0.3 + ((index * 7) % 5) / 10);
    this.parts.bars.forEach((bar, index) => bar.style.setProperty("height", `${Math.round(3 + heights[index] * 19)}px`));
    this.parts.length.textContent = duration(this.seconds);
  }

  async toggle() {
    if (!this.audio) this.prepare();
    if (!this.audio.paused) return this.audio.pause();
    current?.pause();
    current = this.audio;
    return this.audio.play().catch(() => this.show());
  }

  prepare() {
    this.audio = new Audio(this.source ?? this.url);
    for (const event of ["play", "pause", "ended", "timeupdate"]) this.audio.addEventListener(event, () => this.show());
  }

  seek(share) {
    if (!this.audio) this.prepare();
    this.audio.currentTime = share * this.seconds;
    this.show();
  }

  show() {
    const { button, bars, length, element } = this.parts;
    const playing = !this.audio.paused && !this.audio.ended;
    const at = this.audio.ended ? 0 : this.audio.currentTime;
    element.classList.toggle("playing", playing);
    button.setAttribute("aria-label", word(playing ? "pause" : "play"));
    bars.forEach((bar, index) => bar.classList.toggle("heard", index < (at / this.seconds) * BARS));
    length.textContent = duration(at > 0 ? at : this.seconds);
  }
}

// The loudest moment of each bar's share, 0 to 1.
function peaks(samples) {
  const share = Math.max(1, Math.floor(samples.length / BARS));
  const loudest = Array.from({ length: BARS }, (_, bar) => {
    let peak = 0;
    for (let at = bar * share; at < (bar + 1) * share; at += 8) peak = Math.max(peak, Math.abs(samples[at] ?? 0));
    return peak;
  });
  const most = Math.max(...loudest) || 1;
  return loudest.map((peak) => peak / most);
}
