// Data that are broken, long and wide.

import { readFileSync } from 'node:fs';
import { choose, heading, next, sees } from './person.mjs';
import { expected, faults, look, tab } from './watch.mjs';

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
  await look(page, '2-browse', shots);
  await drop(page, readFileSync(`${data}/houses.csv`, 'utf8'), 'dropped.csv');
  await heading(page, 'First rows').waitFor();
  await sees(page, 'dropped.csv', 'a table that was dropped');
}

async function drop(page, text, name) {
  const dragged = await page.evaluateHandle(([content, called]) => {
    const data = new DataTransfer();
    data.items.add(new File([content], called, { type: 'text/csv' }));
    return data;
  }, [text, name]);
  await page.locator('.drop').dispatchEvent('drop', { dataTransfer: dragged });
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

// The events of 2,000 epochs of 20 layers, all at once, as a reload late in a long training brings them.
export async function thousands({ context, address, shots }) {
  const events = [{ event: 'training', trainer: 'BinaryNet', rows: 789, testRows: 211, device: 'none' }];
  for (let epoch = 1; epoch <= 2000; epoch++) {
    const values = { Loss: 1 / epoch + Math.random(), Accuracy: 1 - 1 / epoch };
    for (let layer = 0; layer < 20; layer++) {
      values[`flip_ratio/quant_conv2d_${layer}`] = Math.random() / epoch;
      values[`gradient_flow/quant_conv2d_${layer}`] = Math.random();
    }
    events.push({
      event: 'progress', epoch, epochs: 2001, batch: 9, batches: 9, epochCompleted: true, fraction: epoch / 2001,
      rowsPerSecond: 1000, secondsLeft: 9, values,
    });
  }
  const body = events.map((one, at) =>
    `id: 99.${at + 1}\ndata: ${JSON.stringify({ ...one, id: at + 1, seconds: at })}\n\n`);
  await context.route('**/api/events', route => route.fulfill({
    contentType: 'text/event-stream', body: body.join(''),
  }));
  const late = await tab(context, `${address}/#train`);
  await sees(late, '2000 of 2001', 'a long training');
  await late.getByText('As a table').first().click();
  await sees(late, '60 of 2000 epochs.', 'a long training as a table');
  await look(late, '4-thousands', shots);
  await late.close();
  await context.unroute('**/api/events');
}
