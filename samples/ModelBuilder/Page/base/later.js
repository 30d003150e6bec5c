// Draws at most a few times a second, whatever happens in between.

export function atMost(milliseconds, draw) {
  let timer = 0;
  let last = -Infinity;
  return () => {
    if (timer) return;
    const wait = Math.max(0, last + milliseconds - performance.now());
    timer = setTimeout(() => {
      timer = 0;
      last = performance.now();
      draw();
    }, wait);
  };
}

// Waits until nothing has come for a while.
export function afterQuiet(milliseconds, act) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...given), milliseconds);
  };
}
