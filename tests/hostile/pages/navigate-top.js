// Sends the top window to `__ADDRESS__`, without a click.
(async () => {
  await report('arrived', performance.timeOrigin);
  try {
    top.location = '__ADDRESS__';
  } catch (error) {
    report('refused', error);
  }
  setTimeout(report, 3000, 'waited');
})();
