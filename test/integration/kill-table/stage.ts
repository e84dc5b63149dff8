// Where the cells at the gateway happen: a real gateway, its EMS as a double, two servers, one device.

import { gatewayAdminContract } from '../../../shared/gateway/admin-contract.ts';
import { connectLocal, type LocalClient } from '../../../shared/node/local-socket/client.ts';
import { recordOf } from '../../doubles/ems-for-gateway.ts';
import { type MovedClock, movedClock } from '../../doubles/moved-clock.ts';
import { type Origin, pour, startOrigin } from '../../doubles/origin.ts';
import { type StalledServer, startStalledServer } from '../../doubles/stalled-server.ts';
import type { Credentials } from '../../doubles/throwaway-pki.ts';
import { type GatewayWorld, type Services, startGatewayWorld } from '../gateway/gateway-world.ts';

export interface Stage extends AsyncDisposable {
  readonly world: GatewayWorld;
  readonly clock: MovedClock;
  readonly services: Services;
  /** Sends without end and reads whatever comes. */
  readonly pour: Origin;
  /** Says a little, ends, and goes on reading. */
  readonly sink: Origin;
  /** Says nothing until the other end has finished, then sends without end. */
  readonly late: Origin;
  readonly stalled: StalledServer;
  /** Another certificate of the device, which ends later and to which nothing happens by itself. */
  readonly other: Credentials;
  /** Changes what the EMS says of the device. */
  put(change: Omit<Parameters<GatewayWorld['ems']['put']>[0], 'uid'>): void;
  admin<T>(ask: (admin: LocalClient<typeof gatewayAdminContract>) => Promise<T>): Promise<T>;
  /** Everything as it was at first: view, trust, file and clock. */
  putRight(): Promise<void>;
}

const hourMs = 3_600_000;

/** @param more records of further certificates of the device, right as long as nothing has happened */
export async function openStage(
  more: (world: GatewayWorld) => Promise<readonly ReturnType<typeof recordOf>[]> = async () => [],
): Promise<Stage> {
  await using opening = new AsyncDisposableStack();
  const pouring = opening.use(await startOrigin(pour));
  const sink = opening.use(
    await startOrigin((socket) => {
      socket.resume();
      socket.end('that is all');
    }),
  );
  const late = opening.use(await startOrigin((socket) => void socket.resume().once('end', () => pour(socket))));
  const stalled = opening.use(await startStalledServer());
  const services: Services = {
    destinations: {
      'pour.corp.test': pouring.port,
      'sink.corp.test': sink.port,
      'late.corp.test': late.port,
      'stalled.corp.test': stalled.port,
    },
  };
  const clock = movedClock();
  const world = opening.use(await startGatewayWorld(services, { clock }));
  const { pki, ems, device } = world;
  const other = await pki.machine({ days: 91 });
  const others = [recordOf(pki, other), ...(await more(world))];

  async function putRight(): Promise<void> {
    clock.setWall(Date.now() - clock.now());
    ems.speakAgain();
    ems.trust([pki.ztna.certificatePem]);
    ems.put({
      uid: pki.uid,
      site: pki.site,
      state: 'active',
      online: true,
      validForMs: hourMs,
      tags: ['trusted'],
      certificates: [recordOf(pki, device), ...others],
      users: [],
    });
    await ems.settled();
    await world.configure(services);
  }

  await putRight();
  const stack = opening.move();
  return {
    world,
    clock,
    services,
    pour: pouring,
    sink,
    late,
    stalled,
    other,
    put: (change) => ems.put({ uid: pki.uid, ...change }),
    async admin(ask) {
      await using admin = await connectLocal(gatewayAdminContract, world.adminSocket);
      return await ask(admin);
    },
    putRight,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
