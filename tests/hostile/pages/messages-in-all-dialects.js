// One and the same request, all in one breath.
function* messages() {
  const request = 'RETURNINGAI_WIDGET_REQUEST_TOKEN';
  const older = 'RETURNINGAI_WIDGET_TOKEN';
  yield [request];
  yield [older];
  yield [{ type: request }];
  yield [{ type: older }];
  yield [{ type: older, value: null, token: '' }];
  yield [{ type: request, value: 'forged', token: 'forged', widgetId: 'another' }];
}
