// Leaves what is dropped on it to the web engine.
addEventListener('dragenter', ({ dataTransfer }) => {
  const files = [...dataTransfer.items].filter(({ kind }) => kind === 'file').length + dataTransfer.files.length;
  report('files', files);
  report('dragenter', [...dataTransfer.types]);
});

if (top === self) report('is-top');
// Uncovered, and there to be dropped on, once it has its token.
else askForToken().then(() => report('open'));
