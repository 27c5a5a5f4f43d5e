// Opens a window with `__ADDRESS__` when it is clicked.
onClick(() => report('opened', open('__ADDRESS__') !== null));
