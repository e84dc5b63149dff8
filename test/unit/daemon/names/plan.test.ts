import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type NameWorld, type PlannedName, planNames } from '../../../../daemon/names/plan.ts';
import { type ProfileDestination, profileDestination } from '../../../../shared/ems/profile.ts';
import { destinationId } from '../../../../shared/ids.ts';
import { isInsideDomains } from '../../../../shared/policy/domain-name.ts';

const id = (letter: string) => `${letter.repeat(25)}Q`;

function destination(host: string, over: Partial<ProfileDestination> = {}): ProfileDestination {
  const base = {
    id: `dst_${id('A')}`,
    name: host,
    host,
    port: 80,
    kind: 'tcp',
    gateways: [`gw_${id('B')}`],
    publish: true,
    needs: [],
  };
  return profileDestination.parse({ ...base, ...over });
}

const world: NameWorld = {
  domains: ['corp.test'],
  reserved: ['ems.corp.test', 'gw.corp.test'],
  conflicts: new Map(),
  assigned: {},
  range: '127.235.0.0/16',
};

function states(hosts: readonly string[], over: Partial<NameWorld> = {}): readonly string[] {
  const plan = planNames(
    hosts.map((host) => destination(host)),
    { ...world, ...over },
  );
  return plan.names.map((name) => {
    if (name.kind === 'listen') return `${name.address}${name.inHosts ? '' : ' without hosts'}`;
    return name.state.kind === 'refused' ? name.state.why : name.state.kind;
  });
}

test('each name gets the next address of the range, and keeps it', () => {
  assert.deepEqual(states(['crm.corp.test', 'files.corp.test']), ['127.235.0.1', '127.235.0.2']);
  const kept = { assigned: { 'files.corp.test': '127.235.0.9' } };
  assert.deepEqual(states(['crm.corp.test', 'files.corp.test'], kept), ['127.235.0.1', '127.235.0.9']);
});

test('all ports of one name share its address, however it is spelled', () => {
  const plan = planNames([destination('crm.corp.test'), destination('CRM.corp.test.', { port: 443 })], world);
  assert.deepEqual(
    plan.names.map((name) => name.kind === 'listen' && name.address),
    ['127.235.0.1', '127.235.0.1'],
  );
});

test('names outside the domains, look-alikes and the reserved ones are refused', () => {
  assert.deepEqual(
    states([
      'evilcorp.test',
      'crm.corp.test.evil',
      'corp.test.example.com',
      'localhost',
      'a.localhost',
      'ems.corp.test',
      'gw.corp.test',
      'bad_name.corp.test',
    ]),
    [
      'outside-domains',
      'outside-domains',
      'outside-domains',
      'reserved',
      'reserved',
      'reserved',
      'reserved',
      'not-a-name',
    ],
  );
});

test('a public suffix as a domain publishes nothing', () => {
  assert.deepEqual(states(['bank.co.uk'], { domains: ['co.uk'] }), ['outside-domains']);
});

test('an address as destination is listened for and never written into the hosts file', () => {
  assert.deepEqual(states(['10.1.2.3']), ['127.235.0.1 without hosts']);
});

test('a name the user maps already is left alone', () => {
  assert.deepEqual(states(['crm.corp.test'], { conflicts: new Map([['crm.corp.test', '10.0.0.1 crm.corp.test']]) }), [
    'conflict',
  ]);
});

test('a destination that needs a newer agent is not published', () => {
  const plan = planNames([destination('crm.corp.test', { needs: ['quic'] })], world);
  assert.deepEqual(plan.names[0]?.kind === 'left' && plan.names[0].state, {
    kind: 'refused',
    why: 'needs-newer-agent',
  });
});

test('an address outside the range that was saved once is forgotten', () => {
  assert.deepEqual(states(['crm.corp.test'], { assigned: { 'crm.corp.test': '10.0.0.1' } }), ['127.235.0.1']);
});

test('a full range publishes no more', () => {
  const hosts = ['a', 'b', 'c'].map((name) => `${name}.corp.test`);
  assert.deepEqual(states(hosts, { range: '127.235.0.0/30' }), ['127.235.0.1', '127.235.0.2', 'not-a-name']);
});

const planned = (name: PlannedName) => (name.kind === 'listen' ? 'listen' : JSON.stringify(name.state));

test('of two destinations of one host and port that differ, the lower id is listened for, in whatever order they come', () => {
  const first = destination('crm.corp.test', { id: destinationId.parse(`dst_${id('A')}`) });
  const second = destination('CRM.corp.test', { id: destinationId.parse(`dst_${id('B')}`), kind: 'http' });
  const refused = JSON.stringify({ kind: 'refused', why: 'taken-by-another-destination' });
  assert.deepEqual(planNames([first, second], world).names.map(planned), ['listen', refused]);
  assert.deepEqual(planNames([second, first], world).names.map(planned), [refused, 'listen']);
});

test('of two destinations of one host and port, one that cannot be listened for gives way', () => {
  const first = destination('crm.corp.test', { id: destinationId.parse(`dst_${id('A')}`), needs: ['quic'] });
  const second = destination('crm.corp.test', { id: destinationId.parse(`dst_${id('B')}`), kind: 'http' });
  const refused = JSON.stringify({ kind: 'refused', why: 'needs-newer-agent' });
  assert.deepEqual(planNames([first, second], world).names.map(planned), [refused, 'listen']);
});

test('whatever an EMS names: only names inside the domains reach the hosts file, each with an address of its own in the range', () => {
  const host = fc.oneof(
    fc.domain(),
    fc.stringMatching(/^[a-zA-Z0-9._-]{1,40}$/),
    fc.stringMatching(/^[a-z]{1,8}$/).map((label) => `${label}.corp.test`),
    fc.ipV4(),
  );
  fc.assert(
    fc.property(fc.array(host, { maxLength: 20 }), (hosts) => {
      const plan = planNames(
        hosts.map((each) => destination(each)),
        world,
      );
      const written = plan.names.flatMap((name) => (name.kind === 'listen' && name.inHosts ? [name] : []));
      for (const { destination: each, address } of written) {
        assert.ok(isInsideDomains(each.host.toLowerCase().replace(/\.$/, ''), world.domains), each.host);
        assert.match(address, /^127\.235\.\d+\.\d+$/);
      }
      const addresses = Object.values(plan.assigned);
      assert.equal(new Set(addresses).size, addresses.length);
      assert.deepEqual(
        planNames(
          hosts.map((each) => destination(each)),
          { ...world, assigned: plan.assigned },
        ).assigned,
        plan.assigned,
      );
    }),
  );
});
