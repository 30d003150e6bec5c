// How the next training is to be done. Kept for this tab, so that a reload finds it.

const key = 'larq-settings';
const usual = { preset: 'good', compare: true, importance: true, api: false };

export const settings = { ...usual, ...kept() };

export function set(change) {
  Object.assign(settings, change);
  try {
    sessionStorage.setItem(key, JSON.stringify(settings));
  } catch { /* a browser that keeps nothing */ }
}

// What is sent: nothing that was not said.
export function asked() {
  const said = {};
  for (const [name, value] of Object.entries(settings)) {
    if (name === 'nameFor') continue; // of which data the name is
    if (value !== undefined && value !== null && value !== '') said[name] = value;
  }
  return said;
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}
