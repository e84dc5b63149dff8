// Which destinations of the users' own are taken, and where they lead.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PersonalWorld, personalDomains, personalOf, whyNotAdded } from '../../../../daemon/names/personal.ts';
import { type PersonalDestination, personalDestination } from '../../../../shared/agent/personal-destination.ts';
import { profileDestination, profileGateway } from '../../../../shared/ems/profile.ts';

const id = (letter: string) => `${letter.repeat(25)}Q`;
const gateway = (letter: string) =>
  profileGateway.parse({ id: `gw_${id(letter)}`, addresses: ['192.0.2.1:9443'], serverName: 'gw.corp.test' });
const crm = profileDestination.parse({
  id: `dst_${id('Z')}`,
  name: 'crm',
  host: 'CRM.corp.test',
  port: 8080,
  kind: 'http',
  gateways: [`gw_${id('A')}`],
  publish: true,
  needs: [],
});
const world: PersonalWorld = {
  profile: {
    destinations: [crm],
    gateways: [gateway('A'), gateway('B')],
    shellPolicy: { mayQuit: true, personalDestinations: true, disconnect: 'allowed' },
  },
  domains: ['corp.test'],
  reserved: ['EMS.corp.test', 'gw.corp.test'],
};

function own(host: string, over: { readonly name?: string; readonly port?: number } = {}): PersonalDestination {
  return personalDestination.parse({ id: `dst_${id('M')}`, name: 'lab', host, port: 22, kind: 'tcp', ...over });
}

const lab = own('lab.corp.test');

/** What is asked for, and why it is not added. */
const rows: readonly (readonly [string, string, { readonly name?: string; readonly port?: number }, RegExp | null])[] =
  [
    ['a name below a domain', 'box.lab.corp.test', {}, null],
    ['the same in another spelling', 'BOX.corp.test.', {}, null],
    ['another port of a name that was added', 'lab.corp.test', { port: 23 }, null],
    ['a domain itself', 'corp.test', {}, /does not lie below corp\.test/],
    ['a name elsewhere', 'www.bank.test', {}, /does not lie below/],
    ['a look-alike', 'notcorp.test', {}, /does not lie below/],
    ['an address', '10.1.2.3', {}, /not the name of a host/],
    ['an IPv6 address', '::1', {}, /not the name of a host/],
    ['a wildcard', '*.corp.test', {}, /not the name of a host/],
    ['a name with a line break', 'a\n127.0.0.1 b.corp.test', {}, /not the name of a host/],
    ['this machine', 'localhost', {}, /own/],
    ['this machine below a domain', 'localhost.corp.test', {}, /own/],
    ['the EMS', 'ems.corp.test', {}, /EMS's/],
    ['a gateway', 'gw.corp.test', {}, /gateway's/],
    ['what the organisation lists', 'crm.corp.test', { port: 8080 }, /on its list/],
    ['another port of what it lists', 'crm.corp.test', {}, /on its list/],
    ['what was added already', 'lab.corp.test', {}, /added already/],
    ['a name that a destination of the organisation has', 'new.corp.test', { name: 'CRM' }, /is called CRM/],
    ['a name that another one has', 'new.corp.test', { name: 'Lab' }, /is called Lab/],
  ];

for (const [what, host, over, why] of rows)
  test(`${what} is ${why === null ? 'added' : 'refused'}`, () => {
    const said = whyNotAdded(own(host, { name: 'new', ...over }), [lab], world);
    if (why === null) assert.equal(said, null);
    else assert.match(said ?? 'nothing', why);
  });

test('fifty are enough, and without a gateway there is nowhere to lead', () => {
  const many = Array.from({ length: 50 }, (_, number) => own(`h${number}.corp.test`, { name: `h${number}` }));
  assert.match(whyNotAdded(lab, many, world) ?? '', /50 already/);
  assert.equal(whyNotAdded(lab, many.slice(1), world), null);
  const alone = { ...world, profile: { ...world.profile, gateways: [] } };
  assert.match(whyNotAdded(lab, [], alone) ?? '', /no gateway/);
  assert.deepEqual(personalOf([lab], alone), { published: [], refused: [] });
});

test('they lead to all gateways of the organisation', () => {
  const { published, refused } = personalOf([lab], world);
  assert.deepEqual(refused, []);
  assert.deepEqual(published, [{ ...lab, gateways: [`gw_${id('A')}`, `gw_${id('B')}`], publish: true, needs: [] }]);
  assert.deepEqual(profileDestination.parse(published[0]), published[0]);
});

test('one that the organisation has put on its list since gives way, and is shown so', () => {
  const { published, refused } = personalOf([own('crm.corp.test'), lab], world);
  assert.deepEqual(
    published.map(({ host }) => host),
    ['lab.corp.test'],
  );
  assert.deepEqual(
    refused.map(({ destination, state, isPersonal }) => [destination.host, state, isPersonal]),
    [['crm.corp.test', { kind: 'refused', why: 'taken-by-another-destination' }, true]],
  );
});

test('without the policy there are none', () => {
  const profile = {
    ...world.profile,
    shellPolicy: { mayQuit: true, personalDestinations: false, disconnect: 'allowed' as const },
  };
  assert.deepEqual(personalOf([lab], { ...world, profile }), { published: [], refused: [] });
});

test('domains count that both the invitation and the EMS have, and those of an administrator of the machine', () => {
  assert.deepEqual(personalDomains(['corp.test', 'bank.test'], ['corp.test'], ['lab.test']), ['corp.test', 'lab.test']);
  assert.deepEqual(personalDomains(['eu.corp.test'], ['corp.test'], []), ['eu.corp.test']);
});
