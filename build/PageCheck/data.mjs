// Writes the data of the check: a table of numbers, a broken one, a long one, a wide one, and folders of pictures.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

const folder = process.argv[2];
let seed = 7;
const random = () => (seed = seed * 1103515245 + 12345 & 0x7fffffff) / 0x80000000;
const whole = (from, to) => from + Math.floor(random() * (to - from + 1));
const lines = (count, make) => Array.from({ length: count }, (_, i) => make(i)).join('\n') + '\n';

writeFileSync(join(folder, 'houses.csv'), 'size;rooms;garden;price\n' + lines(400, () => {
  const [size, garden] = [whole(40, 250), whole(0, 1)];
  const price = size * 2.5 + garden * 60 + random() * 20;
  return `${size};${Math.max(1, size >> 5)};${garden ? 'yes' : 'no'};${price.toFixed(1).replace('.', ',')}`;
}));

writeFileSync(join(folder, 'broken.csv'), 'a,b,kind\n' + lines(50, i =>
  (i === 20 || i === 33 ? '1,2' : `${i},${random().toFixed(2)},${i % 2 ? 'x' : 'y'}`)));

writeFileSync(join(folder, 'long.csv'), 'a,b,c,kind\n' + lines(100_000, i =>
  `${i % 977},${random().toFixed(3)},${'rgb'[whole(0, 2)]},${random() < 0.3 ? 'yes' : 'no'}`));

const wide = Array.from({ length: 1000 }, (_, i) => `f${i}`);
writeFileSync(join(folder, 'wide.csv'), `${wide.join(',')},kind\n` + lines(150, i =>
  `${wide.map(() => random().toFixed(2)).join(',')},${'ab'[i % 2]}`));

const side = 16;
const shapes = {
  disc: (x, y, r) => x * x + y * y <= r * r,
  bar: (x, y, r) => Math.abs(y) <= 1 && Math.abs(x) <= r,
};
for (const [name, inside] of Object.entries(shapes)) {
  mkdirSync(join(folder, 'shapes', name), { recursive: true });
  for (let i = 0; i < 30; i++) {
    const [x0, y0, r, light] = [whole(6, 9), whole(6, 9), whole(3, 5), whole(150, 255)];
    const file = png((x, y) => (inside(x - x0, y - y0, r) ? light : whole(0, 60)));
    writeFileSync(join(folder, 'shapes', name, `${i}.png`), i === 3 && name === 'bar' ? file.subarray(0, 60) : file);
  }
}

function png(pixel) {
  const rows = Buffer.alloc(side * (side + 1));
  for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) rows[y * (side + 1) + 1 + x] = pixel(x, y);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head[8] = 8; // grey, 8 bits
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

function crc32(bytes) {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc >>> 1 ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
