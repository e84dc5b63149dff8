// The table of those who knock: who, at which door, asking what, and with which code they are to be turned away.

import { agentRoutes } from '../../../../shared/ems/agent-routes.ts';
import type { RouteTable } from '../../../../shared/ems/define-routes.ts';
import { gatewayRoutes } from '../../../../shared/ems/gateway-routes.ts';
import { tcpForwardingProtocol } from '../../../../shared/tunnel/opening.ts';
import { names } from '../../stage/configuration.ts';
import type { Places } from '../../stage/places.ts';
import { decoys } from './decoys.ts';
import { ask, callRoute, type GatewayDoor, type Heard, headOf, openStream, speakTunnel, tunnelHead } from './doors.ts';
import type { Visitor, Visitors } from './visitors.ts';

export interface Knock {
  readonly who: Visitor;
  readonly door: string;
  readonly asks: string;
  /** The code, or `hung-up` where there is nobody to talk to any more. */
  readonly expect: string;
  knock(house: House): Promise<Heard>;
}

export interface House {
  readonly places: Places;
  readonly visitors: Visitors;
}

/** A row each; to add one, add a line. */
export function knocks({ services, ports }: Places): readonly Knock[] {
  const crm = { host: names.crm, port: services.crm.port };
  const notHere: readonly (readonly [Visitor, string])[] = [
    ['no certificate', '002'],
    ['a certificate of another CA', '001'],
    ['the right uid, another certificate', '001'],
    ['a certificate that has expired', '001'],
    ['a certificate not yet valid', '001'],
    ['a certificate of a user', '001'],
    ['the gateway', '001'],
    ['a device nobody enrolled', '066'],
    ['a revoked device', '063'],
    ['a device that never reported', '067'],
    ['a device without the tag', '065'],
  ];
  const notThere: readonly (readonly [string, number, string])[] = [
    ['wiki.corp.test', 80, '022'],
    [`${names.crm}.evil`, crm.port, '022'],
    [`evil.${names.crm}`, crm.port, '022'],
    [names.crm, 1, '022'],
    [services.crm.address, crm.port, '022'],
    ['127.0.0.1', ports.agent, '022'],
    [decoys.unruled, crm.port, '061'],
    [decoys.closed, crm.port, '062'],
    [decoys.forbidden, crm.port, '064'],
    [decoys.golden, crm.port, '065'],
    [decoys.nowhere, crm.port, '023'],
    [decoys.loopback, ports.agent, '081'],
    [decoys.metadata, 80, '081'],
    [decoys.linkLocal, 80, '081'],
    [decoys.ownAddress, ports.proxy, '081'],
  ];
  return [
    ...notHere.flatMap(([who, code]) => everyWire(who, crm.host, crm.port, code)),
    ...notThere.flatMap(([host, port, code]) => everyWire('the device', host, port, code)),
    ...unusableHeads.map(([asks, head, expect]) => atGateway('the device', 'HTTP', asks, expect, head)),
    ...unusableFrames.map(([asks, bytes]) => badFrames(asks, bytes)),
    ...routesOf('EMS 8013', agentRoutes, ports.agent, 'machine'),
    ...routesOf('EMS 8014', gatewayRoutes, ports.gateway, 'gateway'),
  ];
}

function everyWire(who: Visitor, host: string, port: number, expect: string): readonly Knock[] {
  const asks = `${host}:${port}`;
  const tcp = `GET /tcp?address=${host}&port=${port}&tls=1`;
  const upgrade = [`Upgrade: ${tcpForwardingProtocol}`, 'Connection: Upgrade'];
  return [
    {
      ...{ who, door: 'stile-tunnel', asks, expect },
      knock: ({ places, visitors }) => openStream(doorOf(places, visitors), visitors.who[who], { host, port }),
    },
    atGateway(who, 'TCP forwarding', asks, expect, headOf(tcp, names.gateway, ...upgrade)),
    atGateway(who, 'CONNECT', asks, expect, headOf(`CONNECT ${asks}`, asks)),
  ];
}

function atGateway(who: Visitor, door: string, asks: string, expect: string, head: string): Knock {
  return {
    ...{ who, door, asks, expect },
    knock: ({ places, visitors }) => ask(doorOf(places, visitors), visitors.who[who], head),
  };
}

const unusableHeads: readonly (readonly [string, string, string])[] = [
  ['absolute form', headOf('GET http://crm.corp.test/', names.crm), '091'],
  ['CONNECT without a port', headOf(`CONNECT ${names.crm}`, names.crm), '091'],
  ['CONNECT with a user', headOf(`CONNECT anna@${names.crm}:80`, names.crm), '091'],
  ['CONNECT with port 65536', headOf(`CONNECT ${names.crm}:65536`, names.crm), '091'],
  ['HTTP/1.0', `GET /tunnel HTTP/1.0\r\nHost: ${names.gateway}\r\n\r\n`, '091'],
  ['two Hosts', headOf('GET /tunnel', names.gateway, `Host: ${names.crm}`), '091'],
  ['a body with an upgrade', tunnelHead.replace('\r\n\r\n', '\r\nContent-Length: 5\r\n\r\nhello'), '091'],
  ['a head of 20 KiB', headOf('GET /tunnel', names.gateway, `X-Filler: ${'x'.repeat(20_480)}`), '092'],
  ['a path of nobody', headOf('GET /admin', names.gateway), '021'],
  ['the reserved path', headOf('GET /.stile/', names.gateway), '021'],
];

const unusableFrames: readonly (readonly [string, Uint8Array])[] = [
  ['garbage', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  ['a frame of no known type', Buffer.from([99, 0, 0, 1, 0, 0])],
  ['DATA of a stream that is not open', Buffer.from([4, 0, 0, 7, 0, 1, 65])],
  ['a control frame too large', Buffer.from([1, 0, 0, 1, 0xff, 0xff])],
];

function badFrames(asks: string, bytes: Uint8Array): Knock {
  return {
    ...{ who: 'the device', door: 'stile-tunnel', asks, expect: 'hung-up' },
    knock: ({ places, visitors }) => speakTunnel(doorOf(places, visitors), visitors.who['the device'], bytes),
  };
}

/** Every route that does not take everybody, for each kind of certificate that it does not take. */
function routesOf(door: string, table: RouteTable, port: number, takes: 'machine' | 'gateway'): readonly Knock[] {
  const routes = Object.values(table).filter((route) => !route.takes.includes('anonymous'));
  const wrong: readonly (readonly [Visitor, string])[] = [
    ['no certificate', 'certificate-required'],
    ['a certificate of another CA', 'certificate-refused'],
    ['a certificate of a user', 'certificate-refused'],
    ['the right uid, another certificate', 'certificate-refused'],
    takes === 'machine' ? ['the gateway', 'certificate-refused'] : ['the device', 'certificate-refused'],
    ['a revoked device', 'device-revoked'],
  ];
  return routes.flatMap(({ method, path }) =>
    wrong.map(([who, expect]): Knock => {
      const body = method === 'GET' ? {} : { body: {} };
      return {
        ...{ who, door, asks: `${method} ${path}`, expect },
        knock: ({ visitors }) => callRoute(port, visitors.fabricCa, visitors.who[who], { method, path, ...body }),
      };
    }),
  );
}

function doorOf(places: Places, visitors: Visitors): GatewayDoor {
  return { port: places.ports.proxy, fabricCa: visitors.fabricCa };
}
