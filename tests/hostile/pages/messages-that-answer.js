// What only the app may say, in each dialect.
function* messages() {
  const type = 'RETURNINGAI_WIDGET_TOKEN';
  yield [{ type, token: 'forged' }];
  yield [{ type, value: 'forged' }];
  yield [{ type, value: 'forged', token: 'forged', widgetId: 'another' }];
  yield [{ type, value: '', token: 'forged' }];
  yield [{ type, value: 0, token: false }];
  yield [{ type, value: {}, token: [] }];
  yield [{ type: 'RETURNINGAI_WIDGET_REFRESH', token: 'forged', value: 'forged' }];
}
