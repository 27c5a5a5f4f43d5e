// Asks for other windows: with a click, long after one, or without one, so many times, the way and to the addresses that
// the test fills in, the next one with each try.
const addresses = __ADDRESSES__;

const ways = {
  'window.open': (address) => window.open(address),
  'window.open by name': (address) => window.open(address, 'window', 'popup,width=1280,height=900'),
  'link': (address) => follow(address, ''),
  'link without opener': (address) => follow(address, 'noopener'),
  'form': (address) => {
    const form = Object.assign(document.createElement('form'), { action: address, target: '_blank' });
    document.body.append(form);
    form.submit();
  },
};

function follow(href, rel) {
  const link = Object.assign(document.createElement('a'), { href, rel, target: '_blank' });
  document.body.append(link);
  link.click();
}

let tries = 0;
let clicks = 0;

function attack() {
  for (let time = 0; time < Number('__TIMES__'); time += 1) {
    try {
      ways['__WAY__'](addresses[tries % addresses.length]);
    } catch {
      // As good as refused.
    }
    tries += 1;
  }
  clicks += 1;
  report(`tried-${clicks}`);
}

const starts = {
  'with': () => onClick(attack),
  'long after': () => onClick(() => setTimeout(attack, 7000)),
  'without': () => addEventListener('load', attack),
};

// Framed it attacks; in a window of its own it has what it wanted.
if (top === self) report('has-window');
else starts['__CLICK__']();
