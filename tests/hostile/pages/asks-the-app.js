askForToken(top).then((answer) => report('asked', answer?.token ?? 'nothing'));
