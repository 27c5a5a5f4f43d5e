// Loads what `__ADDRESSES__` names in frames of its own, and tells which ones got there.
(async () => {
  // A page with another origin shows no document; a frame whose load was refused shows the empty one it began with.
  const loads = (address) =>
    new Promise((resolve) => {
      const frame = document.createElement('iframe');
      frame.onload = () => resolve(frame.contentDocument === null);
      setTimeout(resolve, 2000, false);
      frame.src = address;
      document.body.append(frame);
    });
  const loaded = await Promise.all(__ADDRESSES__.map(async (address) => ((await loads(address)) ? address : '')));
  report('loaded', loaded.filter(Boolean).join(' '));
})();
