// Goes to `__ADDRESS__` in its own frame.
(async () => {
  await invokeKey();
  await report('tried');
  setTimeout(report, 3000, 'waited');
  location.href = '__ADDRESS__';
})();
