// Requests to the command scheme by everything but a script's own request.
(async () => {
  await invokeKey();
  for (const base of ['ipc://localhost', 'http://ipc.localhost']) {
    const address = `${base}/${VISIBLE[0]}`;
    await outcome(() => navigator.sendBeacon(address, JSON.stringify(VISIBLE[1])));
    for (const [tag, attribute] of [
      ['img', 'src'],
      ['script', 'src'],
      ['iframe', 'src'],
      ['video', 'src'],
      ['object', 'data'],
      ['embed', 'src'],
      ['link', 'href'],
    ]) {
      const element = document.createElement(tag);
      if (tag === 'link') element.rel = 'stylesheet';
      element[attribute] = address;
      document.body.append(element);
    }
    const target = document.createElement('iframe');
    target.name = `target-of-${base}`;
    const form = document.createElement('form');
    Object.assign(form, { action: address, method: 'POST', enctype: 'text/plain', target: target.name });
    const field = document.createElement('input');
    Object.assign(field, { name: '{"page":{"page":"start"},"', value: '":0}' });
    form.append(field);
    document.body.append(target, form);
    form.submit();
  }
  await tried();
})();
