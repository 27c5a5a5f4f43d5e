if (top === self) {
  report('is-top');
} else {
  onClick(() => {
    report('tried');
    try {
      top.location = location.href;
    } catch (error) {
      report('refused', error);
    }
  });
}
