// Takes the pointer, with a click.
addEventListener('pointerlockchange', () => report('locked'), true);
addEventListener('pointerlockerror', (event) => report('refused', event.type), true);

onClick(async () => {
  await outcome(() => document.documentElement.requestPointerLock());
  report('tried');
});
