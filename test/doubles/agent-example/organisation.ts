// An organisation for examples: its rules, the tags they give, its services. The profile an EMS would hand its devices.

import { type Profile, profile } from '../../../shared/ems/profile.ts';

const gateway = `gw_${'E'.repeat(26)}`;

/** Rules as people read them: number, title, what helps. */
const rules = [
  {
    id: 1,
    type: 'security',
    content: 'firewall-enabled',
    title: 'The firewall is on',
    remedy: 'Turn the firewall on in the system settings, or run “sudo ufw enable”.',
  },
  {
    id: 2,
    type: 'security',
    content: 'disk-encryption-enabled',
    title: 'The disk is encrypted',
    remedy: 'Ask the service desk to set this computer up again with an encrypted disk.',
  },
  {
    id: 3,
    type: 'os-version',
    comparator: '>=',
    content: 'Debian 12',
    title: 'Debian 12 or later',
    remedy: 'Update the system.',
  },
  {
    id: 4,
    type: 'file',
    path: '/etc/example/managed',
    title: 'Managed by Example Works',
    remedy: 'Start “Example Set-up” and sign in once.',
  },
  {
    id: 5,
    type: 'running-process',
    content: 'scannerd',
    title: 'The virus scanner runs',
    remedy: 'Start the virus scanner, or restart the computer.',
  },
  {
    id: 6,
    type: 'ip-range',
    content: '10.20.0.0/16',
    title: 'On the office network',
    remedy: 'Only from the office: connect to its network.',
  },
].map((rule) => ({ os: 'linux', negated: false, ...rule }));

/** Each tag with the rules that give it together. */
const tags = [
  { tag: 'managed', rules: [4], message: 'This computer does not belong to Example Works, or was not set up yet.' },
  {
    tag: 'healthy',
    rules: [1, 2, 5],
    message: 'Some services need a protected computer: firewall, encrypted disk, virus scanner.',
  },
  { tag: 'up-to-date', rules: [3], message: null },
  { tag: 'office', rules: [6], message: 'The plant is only reached from the office.' },
];

const services = [
  { name: 'Customers', host: 'crm.corp.test', port: 443, kind: 'web' },
  { name: 'Wiki', host: 'wiki.corp.test', port: 443, kind: 'web' },
  { name: 'Time sheets', host: 'time.corp.test', port: 8080, kind: 'http' },
  { name: 'Build server', host: 'build.corp.test', port: 22, kind: 'tcp' },
  { name: 'Accounts desktop', host: 'desk.corp.test', port: 3389, kind: 'tcp' },
  { name: 'Orders database', host: 'orders.corp.test', port: 5432, kind: 'tcp' },
];

export const exampleProfile: Profile = profile.parse({
  epoch: `ep_${'P'.repeat(26)}`,
  revision: 118,
  site: 'default',
  timers: { keepaliveMs: 60_000, poolIdleMs: 30_000 },
  domains: ['corp.test'],
  rules,
  ruleSets: tags.map(({ tag, rules: of }, index) => ({
    id: index + 1,
    name: tag,
    enabled: true,
    tag,
    logic: { linux: { op: 'and', rules: of.map((id) => ({ id })) } },
  })),
  messages: Object.fromEntries(tags.flatMap(({ tag, message }) => (message === null ? [] : [[tag, message]]))),
  gateways: [{ id: gateway, addresses: ['gw.corp.test:8443'], serverName: 'gw.corp.test' }],
  destinations: services.map((service, index) => ({
    id: destinationIdOf(index),
    gateways: [gateway],
    publish: true,
    needs: [],
    ...service,
  })),
});

/** 26 letters of base32, different for each number. */
export function destinationIdOf(index: number): string {
  return `dst_${lettersOf(index)}`;
}

export function lettersOf(number: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let rest = number;
  let letters = '';
  while (letters.length < 26) {
    letters = `${alphabet[rest % 32]}${letters}`;
    rest = Math.floor(rest / 32);
  }
  return letters;
}
