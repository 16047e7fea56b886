import test from 'ava';
import { chooseNodes } from '../../../core/cluster/choose-nodes.js';
import type { KindEvent, Node } from '../../../core/contracts/index.js';
import { KindError } from '../../../core/errors/index.js';
import { createEventBus } from '../../../core/events/event-bus.js';
import { fakeContainerd } from '../../fakes/containerd-node.js';

const node = (name: string, changes: Partial<Node> = {}): Node => ({ ...fakeContainerd(name).node, ...changes });
const nodes = [
  node('b'),
  node('a'),
  node('stopped', { running: false }),
  node('balancer', { role: 'external-load-balancer' }),
];

function choose(names?: readonly string[]): { chosen: string[]; told: KindEvent[] } {
  const events = createEventBus();
  const told: KindEvent[] = [];
  events.subscribe((event) => told.push(event));
  return { chosen: chooseNodes(nodes, names, events).map(({ name }) => name), told };
}

test('images go to every node that runs, and a warning names those that do not', (t) => {
  const { chosen, told } = choose();
  t.deepEqual(chosen, ['a', 'b']);
  t.is(told.length, 1);
  t.like(told[0], { type: 'warning', message: 'Node stopped is stopped and is left out' });
});

test('nodes that are named are chosen, each once', (t) => {
  t.deepEqual(choose(['b', 'b']), { chosen: ['b'], told: [] });
});

test('a node that is not there, or that runs no pods, is refused with the names of those that are', (t) => {
  for (const name of ['nope', 'balancer']) {
    const error = t.throws(() => choose([name]), { instanceOf: KindError });
    t.is(error?.message, `unknown node: "${name}"`);
    t.is(error?.hint, 'The nodes are: a, b, stopped.');
  }
});

test('a cluster that is stopped is refused', (t) => {
  t.is(t.throws(() => choose(['stopped']), { instanceOf: KindError })?.code, 'NODES_NOT_RUNNING');
});
