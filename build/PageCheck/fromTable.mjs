// From a table to code, up to the training by keyboard alone.

import { heading, next, over, sees, step, tabTo } from './person.mjs';
import { expected, faults, look } from './watch.mjs';

export async function table({ page, shots }) {
  await look(page, '1-scenario', shots);
  await step(page, 'Evaluate');
  await look(page, '5-nothing', shots);
  await step(page, 'Scenario');
  await page.reload();
  await heading(page, 'What do you want to predict?').waitFor();
  await keys(page);
  await step(page, 'Data');
  await heading(page, 'First rows').waitFor();
  await look(page, '2-data', shots);
  await next(page, 'Network');
  await heading(page, 'What will be trained').waitFor({ timeout: 60_000 });
  await look(page, '3-network', shots);
  await step(page, 'Train');
  await over(page);
  await look(page, '4-train', shots);
  await next(page, 'Evaluate');
  await heading(page, 'What it goes by').waitFor();
  await page.getByRole('button', { name: /: 1, said 2/ }).first().click();
  await page.getByRole('table').last().waitFor();
  await sees(page, /“1”, but said “2”/, 'rows of a cell');
  await page.getByRole('region', { name: 'Rows' }).waitFor({ timeout: 30_000 });
  await look(page, '5-evaluate', shots);
  await next(page, 'Try');
  await page.locator('.answer strong').waitFor({ timeout: 30_000 });
  await wrongCell(page);
  await look(page, '6-try', shots);
  await next(page, 'Code');
  await heading(page, 'german.consumption.cs').waitFor();
  const [file] = await Promise.all([
    page.waitForEvent('download'), page.getByRole('link', { name: 'Download all as .zip' }).click()]);
  if (!file.suggestedFilename().endsWith('.zip')) faults.push(`the code comes as ${file.suggestedFilename()}`);
  await look(page, '7-code', shots);
  await next(page, 'Runs');
  await look(page, '8-runs', shots);
}

async function keys(page) {
  const press = key => page.keyboard.press(key);
  await tabTo(page, /Choose a class/);
  await press('Space');
  await tabTo(page, /Next: Data/);
  await press('Enter');
  await heading(page, 'Choose a table').waitFor();
  await page.getByRole('button', { name: /german/ }).waitFor();
  await tabTo(page, /german\.csv/);
  await press('Enter');
  await heading(page, 'First rows').waitFor();
  await tabTo(page, /Next: Network/);
  await press('Enter');
  await heading(page, 'How much to spend').waitFor();
  await tabTo(page, /Quick|Good/);
  await press('ArrowUp');
  await tabTo(page, /Next: Train/);
  await press('Enter');
  await page.getByLabel('Name of the model').waitFor();
  await tabTo(page, /^ ?Train$/);
  await press('Enter');
  await page.getByRole('heading', { name: /^Run \d/ }).waitFor();
}

// A number that is none is said where it is, and the page goes on.
async function wrongCell(page) {
  expected.push(/\/predict$/);
  const field = page.getByLabel('Column1', { exact: true });
  const before = await field.inputValue();
  await field.fill('much');
  await page.getByRole('button', { name: 'Predict' }).click();
  await page.locator('[aria-invalid]').waitFor({ timeout: 20_000 });
  await field.fill(before);
  await page.getByRole('button', { name: 'Predict' }).click();
  await page.locator('.answer strong').waitFor();
}
