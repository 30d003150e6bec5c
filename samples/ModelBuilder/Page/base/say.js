// Says something to those who hear the page rather than see it; a moment apart, so that nothing chatters.

let waiting = '';
let timer = 0;

export function say(text) {
  waiting = text;
  if (timer) return;
  timer = setTimeout(() => {
    timer = 0;
    document.getElementById('said').textContent = waiting;
  }, 400);
}
