import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDefaultGateways } from '../../../../native/default-gateway/parse.ts';

const routes = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0
eth0\t00000000\t0100000A\t0003\t0\t0\t200\t00000000\t0\t0\t0
eth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0
tun0\t00000000\t00000000\t0001\t0\t0\t50\t00000000\t0\t0\t0
tun0\t00000000\t0100080A\t0003\t0\t0\t50\t00000080\t0\t0\t0
eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
`;
const neighbours = `IP address       HW type     Flags       HW address            Mask     Device
192.0.2.1        0x1         0x2         02:fc:00:00:00:05     *        eth0
192.0.2.1        0x1         0x2         02:fc:00:00:00:06     *        eth1
192.168.1.1      0x1         0x0         00:00:00:00:00:00     *        wlan0
`;

test('each interface has the gateway of its best default route, and the hardware address that answered for it', () => {
  assert.deepEqual(parseDefaultGateways(routes, neighbours, 'LE'), [
    { interface: 'wlan0', ip: '192.168.1.1', mac: null },
    { interface: 'eth0', ip: '192.0.2.1', mac: '02:fc:00:00:00:05' },
  ]);
});

test('a machine that stores numbers the other way prints them the other way', () => {
  const other = routes.replace('010200C0', 'C0000201');
  assert.equal(parseDefaultGateways(other, neighbours, 'BE').find((one) => one.interface === 'eth0')?.ip, '192.0.2.1');
});

test('what the kernel does not tell is left out', () => {
  assert.deepEqual(parseDefaultGateways('', '', 'LE'), []);
  assert.deepEqual(parseDefaultGateways(routes.split('\n')[0] ?? '', neighbours, 'LE'), []);
});
