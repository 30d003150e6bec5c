// Talks to the server that gave this page, and to nobody else.

// What went wrong, in words for the person; findings say where in the data.
export class Fault extends Error {
  constructor(status, message, findings = []) {
    super(message);
    this.status = status;
    this.findings = findings;
  }
}

export const get = (path, signal) => call(path, { signal });

export const post = (path, body, signal) => call(path, {
  method: 'POST', body: JSON.stringify(body ?? {}), headers: { 'Content-Type': 'application/json' }, signal,
});

// Sends files; each keeps the name it is given.
export function send(path, files) {
  const form = new FormData();
  for (const { file, name } of files) form.append('file', file, name);
  return call(path, { method: 'POST', body: form });
}

async function call(path, options) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Fault(0, 'The command larq does not answer. Is it still running? Start it again with “larq ui”.');
  }
  const text = await answer.text();
  let value = null;
  try {
    value = text ? JSON.parse(text) : null;
  } catch {
    if (answer.ok) throw new Fault(answer.status, 'The answer cannot be read.');
  }
  if (!answer.ok) throw new Fault(answer.status, value?.message ?? plain(text, answer.status), value?.findings ?? []);
  return value;
}

function plain(text, status) {
  return text && text.length < 300 && !text.startsWith('<') ? text : `The server answered with ${status}.`;
}
