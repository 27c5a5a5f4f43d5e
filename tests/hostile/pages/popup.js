onClick(() => {
  if (!open('/popup')) report('refused');
});
