/** Posts this message 10^5 times in each of three seconds. */
async function flood(message) {
  for (let second = 0; second < 3; second += 1) {
    const begun = performance.now();
    for (let count = 0; count < 100_000; count += 1) parent.postMessage(message, '*');
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, 1000 - (performance.now() - begun))));
  }
  report('flooded');
}
report('armed');
