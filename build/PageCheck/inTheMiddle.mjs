// A long training: reloaded, seen in a second tab, stopped from there; then two runs beside each other.

import { begin, heading, over, sees, step } from './person.mjs';
import { expected, faults, look, tab } from './watch.mjs';

export async function inTheMiddle({ page, context, address, shots }) {
  expected.push(/^\/api\/train$/);
  await step(page, 'Train');
  await begin(page, { 'Passes over the rows (epochs)': '2000' }, true);
  await sees(page, /is there already/, 'a name that is taken');
  await page.getByRole('button', { name: /Replace/ }).waitFor();
  await page.getByLabel('Name of the model').fill('again');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await epochs(page, 20);
  await look(page, '4-training', shots);
  await page.reload();
  await epochs(page, 30);
  const other = await tab(context, `${address}/#train`);
  await epochs(other, 40);
  await other.getByRole('button', { name: 'Stop and keep the best' }).click();
  await Promise.all([over(page), over(other)]);
  await sees(page, /the best epoch is kept/, 'stopped in another tab');
  await other.close();
  await step(page, 'Runs');
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  await heading(page, 'Scores').waitFor();
  await sees(page, 'Epochs', 'settings that differ');
  await look(page, '8-compare', shots);
}

// Waits until so many epochs are shown.
async function epochs(page, least) {
  try {
    await page.waitForFunction(wanted => {
      const found = /(\d+) of 2000/.exec(document.querySelector('main').textContent);
      return found && Number(found[1]) >= wanted;
    }, least, { timeout: 90_000 });
  } catch {
    faults.push(`epoch ${least} is not shown`);
  }
}
