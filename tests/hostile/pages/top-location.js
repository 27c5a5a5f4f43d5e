// Puts a page in the top window's place, the way and with the address that the test fills in.
const ADDRESS = `__ADDRESS__`;

function link(address, target) {
  const anchor = Object.assign(document.createElement('a'), { href: address, target });
  document.body.append(anchor);
  anchor.click();
}

function form(address, method) {
  const sent = Object.assign(document.createElement('form'), { action: address, target: '_top', method });
  document.body.append(sent);
  sent.submit();
}

const ways = {
  'top.location': () => (top.location = ADDRESS),
  'location.replace': () => parent.location.replace(ADDRESS),
  'link to _top': () => link(ADDRESS, '_top'),
  'link to _parent': () => link(ADDRESS, '_parent'),
  'link below a base': () => {
    document.head.append(Object.assign(document.createElement('base'), { target: '_top' }));
    link(ADDRESS, '');
  },
  'form by GET': () => form(ADDRESS, 'get'),
  'form by POST': () => form(ADDRESS, 'post'),
  'window.open to _top': () => window.open(ADDRESS, '_top'),
  'window.open to _parent': () => window.open(ADDRESS, '_parent'),
};

function attack() {
  report('tried');
  let refusal = 'silence';
  try {
    ways['__WAY__']();
  } catch (error) {
    refusal = error;
  }
  setTimeout(() => report('still-in-the-frame', refusal), 3000);
}

if (top === self) {
  // The end of the app comes a moment after the page; what counts is whether it lives on.
  setTimeout(() => report('is-top'), 1000);
} else if ('__CLICK__' === 'yes') {
  onClick(attack);
} else {
  attack();
}
