// Photos and a voice that are made here, so that nobody needs a file at hand.

const WIDTH = 900;
const HEIGHT = 675;
const RATE = 16000;
const SPOKEN_SECONDS = 3.2;

export const PHOTOS = { "box": box, "flowers": flowers, "receipt": receipt };

export async function samplePhoto(name) {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const pen = canvas.getContext("2d");
  table(pen);
  PHOTOS[name](pen);
  light(pen);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.86));
  return new File([blob], `${name}.jpg`, { type: "image/jpeg" });
}

function shape(pen, color, points) {
  pen.fillStyle = color;
  pen.beginPath();
  points.forEach(([x, y]) => pen.lineTo(x, y));
  pen.closePath();
  pen.fill();
}

function table(pen) {
  const wood = pen.createLinearGradient(0, 0, WIDTH, HEIGHT);
  wood.addColorStop(0, "#d8bd9a");
  wood.addColorStop(1, "#a9835a");
  pen.fillStyle = wood;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  pen.strokeStyle = "rgba(90, 55, 20, 0.16)";
  for (let y = 20; y < HEIGHT; y += 46) {
    pen.lineWidth = 2 + (y % 3);
    pen.beginPath();
    pen.moveTo(0, y);
    pen.bezierCurveTo(WIDTH / 3, y + 14, WIDTH / 2, y - 12, WIDTH, y + 6);
    pen.stroke();
  }
}

function shadow(pen, on) {
  pen.shadowColor = on ? "rgba(40, 20, 0, 0.45)" : "transparent";
  pen.shadowBlur = on ? 40 : 0;
  pen.shadowOffsetY = on ? 22 : 0;
}

function box(pen) {
  shadow(pen, true);
  shape(pen, "#b98b54", [[210, 250], [520, 320], [530, 590], [230, 500]]);
  shadow(pen, false);
  shape(pen, "#9b7040", [[520, 320], [720, 225], [705, 470], [530, 590]]);
  shape(pen, "#cda26a", [[210, 250], [420, 168], [720, 225], [520, 320]]);
  shape(pen, "#3a2815", [[470, 300], [560, 300], [640, 264], [600, 330], [540, 372], [500, 350]]); // torn open
  shape(pen, "#e0bb86", [[470, 300], [505, 250], [560, 300]]);
  shape(pen, "#d3aa72", [[640, 264], [690, 290], [600, 330]]);
  shape(pen, "rgba(60, 35, 10, 0.35)", [[250, 430], [330, 400], [400, 470], [330, 520]]); // a dent
  shape(pen, "rgba(240, 225, 190, 0.75)", [[300, 215], [345, 197], [620, 262], [575, 283]]); // tape
  pen.fillStyle = "#f6f1e4";
  pen.fillRect(272, 318, 120, 66);
  pen.fillStyle = "#333333";
  for (let x = 284; x < 380; x += 7) pen.fillRect(x, 330, 2 + (x % 3), 30);
}

function flowers(pen) {
  const heads = [[280, 290, -0.7], [380, 190, -0.3], [470, 225, 0.2], [570, 200, 0.5], [660, 330, 1.3]];
  pen.strokeStyle = "#6f7f3f";
  pen.lineWidth = 9;
  for (const [x, y, lean] of heads) {
    pen.beginPath();
    pen.moveTo(450 + lean * 40, 420);
    pen.quadraticCurveTo(450 + lean * 130, 220, x, y);
    pen.stroke();
  }
  shadow(pen, true);
  shape(pen, "#e8e0d2", [[360, 640], [310, 360], [590, 360], [540, 640]]);
  shadow(pen, false);
  shape(pen, "#d4c8b4", [[450, 640], [440, 360], [590, 360], [540, 640]]);
  for (const [x, y, lean] of heads) blossom(pen, x, y, lean);
}

function blossom(pen, x, y, lean) {
  for (let petal = 0; petal < 14; petal += 1) {
    pen.save();
    pen.translate(x, y);
    pen.rotate(lean + (petal * Math.PI) / 7);
    pen.fillStyle = petal % 3 ? "#c9962e" : "#a8742a";
    pen.beginPath();
    pen.ellipse(0, 44, 12, 30 - (petal % 4) * 5, 0.3, 0, 2 * Math.PI);
    pen.fill();
    pen.restore();
  }
  pen.fillStyle = "#4b3018";
  pen.beginPath();
  pen.arc(x, y, 28, 0, 2 * Math.PI);
  pen.fill();
}

function receipt(pen) {
  pen.save();
  pen.translate(WIDTH / 2, HEIGHT / 2);
  pen.rotate(-0.06);
  shadow(pen, true);
  pen.fillStyle = "#fbfaf5";
  pen.fillRect(-170, -300, 340, 600);
  shadow(pen, false);
  pen.fillStyle = "#2b2b2b";
  pen.font = "600 30px ui-monospace, monospace";
  pen.textAlign = "center";
  pen.fillText("* * *", 0, -245);
  pen.font = "24px ui-monospace, monospace";
  const lines = [["1 x", "1 290.00"], ["1 x", "1 290.00"], ["1 x", "240.00"], ["=", "2 820.00"]];
  lines.forEach(([left, right], index) => {
    const y = -180 + index * 58;
    pen.textAlign = "left";
    pen.fillText(left, -140, y);
    pen.textAlign = "right";
    pen.fillText(right, 140, y);
  });
  pen.strokeStyle = "#d23b30";
  pen.lineWidth = 6;
  pen.beginPath();
  pen.ellipse(30, -131, 150, 32, -0.04, 0, 2 * Math.PI);
  pen.stroke();
  for (let x = -120; x < 120; x += 9) pen.fillRect(x, 120, 2 + ((x + 120) % 5), 110);
  pen.restore();
}

function light(pen) {
  const lamp = pen.createRadialGradient(WIDTH * 0.35, HEIGHT * 0.2, 60, WIDTH / 2, HEIGHT / 2, WIDTH * 0.75);
  lamp.addColorStop(0, "rgba(255, 248, 225, 0.28)");
  lamp.addColorStop(1, "rgba(30, 15, 0, 0.42)");
  pen.fillStyle = lamp;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
}

// A hum with the rhythm of speech: syllables of changing pitch and loudness.
export async function sampleVoice() {
  const studio = new OfflineAudioContext(1, RATE * SPOKEN_SECONDS, RATE);
  const volume = studio.createGain();
  volume.gain.value = 0;
  const throat = studio.createBiquadFilter();
  throat.type = "bandpass";
  throat.frequency.value = 700;
  const voice = studio.createOscillator();
  voice.type = "sawtooth";
  voice.connect(throat).connect(volume).connect(studio.destination);
  let at = 0.08;
  for (let syllable = 0; at < SPOKEN_SECONDS - 0.35; syllable += 1) {
    const length = 0.13 + ((syllable * 7) % 5) * 0.035;
    voice.frequency.setValueAtTime(150 + ((syllable * 37) % 60), at);
    throat.frequency.linearRampToValueAtTime(500 + ((syllable * 211) % 900), at + length);
    volume.gain.setTargetAtTime(0.35 + ((syllable * 3) % 4) * 0.15, at, 0.02);
    volume.gain.setTargetAtTime(0, at + length, 0.03);
    at += length + (syllable % 6 === 5 ? 0.3 : 0.05);
  }
  voice.start();
  const samples = (await studio.startRendering()).getChannelData(0);
  return new File([wave(samples)], "voice.wav", { type: "audio/wav" });
}

// 16-bit PCM in a RIFF header.
function wave(samples) {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const write = (at, text) => [...text].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  write(0, "RIFF");
  view.setUint32(4, 36 + samples.length * 2, true);
  write(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  write(36, "data");
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, index) => view.setInt16(44 + index * 2, Math.max(-1, Math.min(1, sample)) * 32767, true));
  return view;
}
