// Floods the desktop with notifications, and marks the app.
let shown = 0;

async function attack() {
  report('permission', await outcome(() => Notification.requestPermission()));
  for (let time = 0; time < 1000; time += 1) {
    await outcome(() => {
      const notification = new Notification(`\u202eevil ${time}`, { body: 'e'.repeat(500_000), requireInteraction: true });
      notification.onshow = () => report('shown', (shown += 1));
    });
  }
  report('badge', await outcome(() => navigator.setAppBadge(1000)));
  report('tried');
}

onClick(attack);
