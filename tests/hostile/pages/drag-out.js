// Something to drag: a link of the attacker's choice, with the promise of a file.
const ADDRESS = `__ADDRESS__`;
const link = Object.assign(document.createElement('a'), { href: ADDRESS, draggable: true, textContent: 'Drag me' });
link.style.cssText = 'position: fixed; inset: 0; background: gold; font-size: 80px';
document.body.append(link);
addEventListener('dragstart', ({ dataTransfer }) => {
  dataTransfer.setData('text/uri-list', ADDRESS);
  dataTransfer.setData('DownloadURL', `text/plain:evil.sh:${ADDRESS}`);
  dataTransfer.items.add(new File(['evil'], 'evil.sh'));
  report('dragged');
});
addEventListener('dragend', () => report('dropped'));

if (top === self) report('is-top');
else onClick(() => undefined);
