// Takes the frame itself to another origin, the way that the test fills in.
const ways = {
  'location': (address) => (location.href = address),
  'meta refresh': (address) => {
    const refresh = Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content: `0; url=${address}` });
    document.head.append(refresh);
  },
  'form': (address) => {
    const form = Object.assign(document.createElement('form'), { action: address, method: 'post' });
    document.body.append(form);
    form.submit();
  },
  'redirect': () => (location.href = '/away'),
  'nested frame': (address) => document.body.append(Object.assign(document.createElement('iframe'), { src: address })),
};

report('tried').then(() => ways['__WAY__']('__STRANGER__/'));
setTimeout(() => report('still-here'), 3000);
