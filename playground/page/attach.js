// The paper clip: a file of one's own, a photo or voice that is made here, or a recording.

import { iconButton, node } from "./nodes.js";
import { sampleOrders } from "./orders.js";
import { PHOTOS, samplePhoto, sampleVoice } from "./samples.js";
import { word } from "./words.js";

const AS_PHOTO = /^image\/(png|jpeg|webp|gif)$/;

export function verbFor(file) {
  if (AS_PHOTO.test(file.type)) return "photo";
  const [family] = file.type.split("/");
  return { audio: "voice", video: "video" }[family] ?? "document";
}

// `take` is given the chosen file, `complain` a sentence when there is no microphone.
// `keepsOrders` is for whoever has the company's tables at hand.
export function attachment(take, complain, keepsOrders) {
  const input = node("input", { type: "file", hidden: true, "data-file": "" });
  input.addEventListener("change", () => {
    if (input.files[0]) take(input.files[0]);
    input.value = "";
  });
  const menu = node("div", { className: "popover attach-menu", hidden: true }, choices(input, take, complain, keepsOrders));
  const toggle = () => {
    menu.hidden = !menu.hidden;
  };
  menu.addEventListener("click", toggle);
  return node("span", { className: "attach" }, iconButton("clip", word("attach"), toggle, { "data-tool": "attach" }), menu, input);
}

function choices(input, take, complain, keepsOrders) {
  const choice = (picture, label, sample, action) =>
    node("button", { type: "button", className: `choice ${picture}`, "data-sample": sample, onclick: action }, label);
  const photo = (name) => choice("image", `${word("samplePhoto")}: ${word(name).toLowerCase()}`, name, async () => take(await samplePhoto(name)));
  return [
    choice("clip", word("file"), "file", () => input.click()),
    ...Object.keys(PHOTOS).map(photo),
    choice("microphone", word("sampleVoice"), "voice", async () => take(await sampleVoice())),
    ...(keepsOrders ? [choice("clip", word("sampleOrders"), "orders", () => take(sampleOrders()))] : []),
    choice("dot", word("record"), "record", () => record(take, complain)),
  ];
}

async function record(take, complain) {
  const stream = await navigator.mediaDevices?.getUserMedia({ audio: true }).catch(() => null);
  if (!stream) return complain(word("noMicrophone"));
  const recorder = new MediaRecorder(stream);
  const parts = [];
  const stop = node("button", { className: "recording", type: "button", onclick: () => recorder.stop() }, word("stop"));
  recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
  recorder.addEventListener("stop", () => {
    stop.remove();
    for (const track of stream.getTracks()) track.stop();
    const [type] = recorder.mimeType.split(";");
    take(new File(parts, "voice", { type }));
  });
  document.body.append(stop);
  stop.focus();
  return recorder.start();
}
