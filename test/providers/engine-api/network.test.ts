import test from 'ava';
import { uniqueLocalSubnet } from '../../../providers/engine-api/network.js';

test("the subnet of a name is upstream's", (t) => {
  // What upstream's kind gives its network, as seen with docker network inspect kind.
  t.is(uniqueLocalSubnet('kind', 0), 'fc00:f853:ccd:e793::/64');
});

test('another attempt gives another subnet', (t) => {
  const subnets = [0, 1, 2, 3, 4].map((attempt) => uniqueLocalSubnet('kind', attempt));
  t.is(new Set(subnets).size, subnets.length);
});
