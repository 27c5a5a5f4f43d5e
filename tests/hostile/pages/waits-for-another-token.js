addEventListener('message', ({ data }) => {
  if (typeof data?.token === 'string') report('heard', data.token);
});
report('arrived');
setTimeout(report, 5000, 'heard', 'nothing');
