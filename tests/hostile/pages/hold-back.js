// Does not let its page go.
addEventListener('beforeunload', (event) => {
  event.preventDefault();
  event.returnValue = 'Stay. Your password is lost otherwise.';
  report('held-back');
});

if (sessionStorage.getItem('clicked') === 'yes') report('gone-on');
onClick(() => {
  sessionStorage.setItem('clicked', 'yes');
  location.reload();
});
