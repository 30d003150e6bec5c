// Data that are broken, long and wide.

import { choose, heading, next, sees } from './person.mjs';
import { expected, faults, look } from './watch.mjs';

const previewSeconds = Number(process.env.PREVIEW_SECONDS ?? 2);

export async function broken({ page, data, shots }) {
  expected.push(/^\/api\/data$/);
  await choose(page, /Choose a class/, /broken/);
  await sees(page, /line 22/, 'the line of a broken table');
  await sees(page, /3 fields expected, 2 found/, 'what is wrong in it');
  await look(page, '2-broken', shots);
  await page.getByRole('link', { name: 'Next: Network' }).click();
  await sees(page, /Mend what is said/, 'why one cannot go on');
  await page.getByRole('button', { name: 'Choose another' }).click();
  await page.locator('input[type=file]').setInputFiles(`${data}/houses.csv`);
  await heading(page, 'First rows').waitFor();
}

export async function long({ page }) {
  const clicked = await choose(page, /Choose a class/, /long/);
  await page.getByText('100,000 rows').first().waitFor({ timeout: 60_000 });
  await heading(page, 'First rows').waitFor();
  const seconds = (Date.now() - clicked) / 1000;
  console.log(`  100,000 rows are shown after ${seconds.toFixed(2)} s`);
  if (seconds > previewSeconds) faults.push(`100,000 rows are shown after ${seconds} s`);
  await next(page, 'Network');
}

export async function wide({ page, shots }) {
  await choose(page, /Choose a class/, /wide/);
  await heading(page, 'First rows').waitFor({ timeout: 60_000 });
  await page.getByLabel('Find a column').fill('f99');
  await page.getByRole('rowheader', { name: 'f999' }).waitFor();
  await page.getByLabel('Find a column').fill('');
  await page.getByRole('button', { name: 'Later' }).click();
  await page.getByLabel('Type of f45').selectOption('category');
  await page.waitForTimeout(1000);
  await look(page, '2-wide', shots);
}
