// All that is checked, one after the other, on one server. Ends with 1 and says what was wrong.

import { broken, long, thousands, wide } from './hardData.mjs';
import { images, numbers } from './otherScenarios.mjs';
import { table } from './fromTable.mjs';
import { inTheMiddle } from './inTheMiddle.mjs';
import { faults, launch, seen, tab } from './watch.mjs';

const [address, data, shots] = process.argv.slice(2);
const { browser, context } = await launch(address);
const page = await tab(context, address);
const started = Date.now();

for (const part of [table, inTheMiddle, numbers, images, broken, long, wide, thousands]) {
  const from = Date.now();
  seen.part = part.name;
  try {
    await part({ page, context, address: new URL(address).origin, data, shots });
  } catch (error) {
    faults.push(`${part.name}: ${error.message.split('\n').slice(0, 4).join(' ')}`);
  }
  console.log(`${part.name}: ${((Date.now() - from) / 1000).toFixed(1)} s`);
}

await browser.close();
console.log(`${((Date.now() - started) / 1000).toFixed(0)} s, ${seen.requests} requests, ${seen.axe} looks of axe, `
  + `longest task ${Math.round(seen.longestTask)} ms`);
if (faults.length === 0) console.log('All is well.');
for (const fault of [...new Set(faults)]) console.log(`FAILED: ${fault}`);
process.exit(faults.length > 0 ? 1 : 0);
