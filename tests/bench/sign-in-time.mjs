// Prints the median time of a sign-in in milliseconds, each on a connection of its own like the app's first.
// What to sign in with comes through the environment, where no list of processes shows it.
const { ORIGIN, COMMUNITY, KEY, EMAIL, TIMES } = process.env;

const times = [];
for (let time = 0; time < Number(TIMES); time += 1) {
  const start = performance.now();
  const reply = await fetch(`${ORIGIN}/widget/${COMMUNITY}/signin`, {
    method: 'POST',
    headers: {
      'returningai-api-key': KEY,
      email: EMAIL,
      'Content-Type': 'application/json',
      connection: 'close',
    },
  });
  const { token } = await reply.json();
  if (reply.status !== 200 || typeof token !== 'string') throw new Error(`The sign-in said ${reply.status}.`);
  times.push(performance.now() - start);
}
times.sort((one, other) => one - other);
console.log(times[Math.floor(times.length / 2)].toFixed(1));
