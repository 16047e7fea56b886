import test from 'ava';
import { PullProgress } from '../../../providers/engine-api/pull-progress.js';

test('the progress of a pull is the sum of its layers', (t) => {
  const progress = new PullProgress();
  progress.add({ status: 'Pulling from kindest/node', id: 'v1' });
  progress.add({ id: 'a', status: 'Downloading', progressDetail: { current: 10, total: 100 } });
  t.deepEqual(progress.add({ id: 'b', status: 'Downloading', progressDetail: { current: 5, total: 50 } }), {
    done: 15,
    total: 150,
  });
  t.deepEqual(progress.add({ id: 'a', status: 'Download complete' }), { done: 105, total: 150 });
  t.deepEqual(progress.add({ id: 'a', status: 'Extracting', progressDetail: { current: 1, total: 9 } }), {
    done: 105,
    total: 150,
  });
});
