import test from 'ava';
import { Gate } from '../../../providers/engine-api/gate.js';

test('no more are inside than the gate lets in, and all get their turn', async (t) => {
  const gate = new Gate(3);
  let [inside, most, done] = [0, 0, 0];
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      const leave = await gate.enter();
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside--;
      done++;
      leave();
    }),
  );
  t.is(most, 3);
  t.is(done, 20);
});

test('leaving twice does not let two in', async (t) => {
  const gate = new Gate(1);
  const leave = await gate.enter();
  leave();
  leave();
  await gate.enter();
  let entered = false;
  gate.enter().then(() => {
    entered = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  t.false(entered);
});
