// Files that were dropped or chosen, each with the name it is sent under: class/name for pictures of a folder.

export function picked(files) {
  return [...files].map(file => ({ file, name: inFolder(file.webkitRelativePath) ?? file.name }));
}

// The folder that was chosen is the data set: its name is left out, the folders in it are the classes.
function inFolder(path) {
  const parts = (path ?? '').split('/');
  return parts.length > 2 ? parts.slice(-2).join('/') : parts.length === 2 ? parts[1] : null;
}

export async function dropped(transfer, folders) {
  const entries = [...transfer.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!folders || !entries.some(entry => entry.isDirectory)) return picked(transfer.files);
  const found = [];
  for (const entry of entries) await walk(entry, [], found);
  return found;
}

async function walk(entry, above, found) {
  if (entry.isFile) {
    const file = await new Promise((done, fail) => entry.file(done, fail));
    const parts = [...above, file.name];
    found.push({ file, name: parts.slice(-2).join('/') });
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (some.length === 0) return;
    for (const one of some) await walk(one, [...above, entry.name], found);
  }
}
