// The same with sharp: node shrink.mjs WAY PHOTO FOLDER QUALITY TIMES. One thread and no cache, as one photo a function.
import { readFileSync, writeFileSync } from 'node:fs';
import sharp from 'sharp';

const SIDES = [1280, 320];
const WAYS = { sharp: { effort: 4 }, 'sharp-2': { effort: 2 } }; // 4 is its default; ours encodes with 2
const [way, photo, folder, quality, times] = process.argv.slice(2);
sharp.concurrency(1);
sharp.cache(false);

/** Decoded once, both renditions from the large one: its cheapest way to two sizes. */
async function made(body) {
  const options = { quality: Number(quality), ...WAYS[way] };
  const { data, info } = await sharp(body).rotate().resize(SIDES[0], SIDES[0], { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: 'white' }).raw().toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: info.channels };
  return [
    await sharp(data, { raw }).webp(options).toBuffer(),
    await sharp(data, { raw }).resize(SIDES[1], SIDES[1], { fit: 'inside' }).webp(options).toBuffer(),
  ];
}

const body = readFileSync(photo);
const spent = [];
let renditions;
let peak;
for (let n = 0; n < Number(times); n += 1) {
  const began = process.cpuUsage();
  renditions = await made(body);
  const { user, system } = process.cpuUsage(began);
  spent.push((user + system) / 1000);
  peak ??= Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024;
}
SIDES.forEach((side, n) => writeFileSync(`${folder}/${side}.webp`, renditions[n]));
console.log(JSON.stringify({ cpu_ms: spent, peak_mb: peak }));
