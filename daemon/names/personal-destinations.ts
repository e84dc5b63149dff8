// Adds and removes destinations of the users' own: saved first, then published.

import type { WantedPersonalDestination } from '../../shared/agent/personal-destination.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { type DestinationId, destinationId } from '../../shared/ids.ts';
import { randomToken } from '../../shared/node/random-token.ts';
import type { Membership } from '../membership.ts';
import type { Saved } from '../state/saved.ts';
import type { World } from '../world.ts';
import { type PersonalWorld, whyNotAdded } from './personal.ts';
import { spelling } from './plan.ts';

export interface PersonalDestinations {
  /** @throws AppError `not-enrolled`, `personal-destinations-not-allowed`, `personal-destination-refused` */
  add(wanted: WantedPersonalDestination): Promise<DestinationId>;
  /** Also where none may be added any more. @throws AppError `not-enrolled`, `destination-unknown` */
  remove(id: DestinationId): Promise<void>;
}

/** Answers when what was asked for is published, or is gone from this machine. */
export function personalDestinations(
  { saved, log }: Pick<World, 'saved' | 'log'>,
  membership: () => Promise<Membership | null>,
): PersonalDestinations {
  async function enrolled(): Promise<Membership> {
    const here = await membership();
    if (here === null) throw new AppError('not-enrolled');
    return here;
  }

  return {
    async add(wanted) {
      const here = await enrolled();
      const world = here.personalWorld;
      if (world?.profile.shellPolicy.personalDestinations !== true)
        throw new AppError('personal-destinations-not-allowed');
      const id = destinationId.parse(`dst_${randomToken()}`);
      await saved.update((state) => withAdded(state, wanted, id, world));
      log.info('a user added a destination', { destination: `${wanted.host}:${wanted.port}` });
      await here.announce();
      return id;
    },
    async remove(id) {
      const here = await enrolled();
      await saved.update((state) => without(state, id));
      log.info('a user removed a destination', { id });
      await here.announce();
    },
  };
}

/** Changes of what is saved take turns: two who add at the same moment are judged one after the other. */
function withAdded(
  state: Saved,
  { name, host: asWritten, port, kind }: WantedPersonalDestination,
  id: DestinationId,
  world: PersonalWorld,
): Saved {
  if (state.identity === null) throw new AppError('not-enrolled');
  const host = spelling(asWritten);
  const wanted = { name, host, port, kind };
  const why = whyNotAdded(wanted, state.personalDestinations, world);
  if (why !== null) throw new AppError('personal-destination-refused', { host, why });
  return { ...state, personalDestinations: [...state.personalDestinations, { ...wanted, id }] };
}

/** Its address is given back: users who add and remove without end do not use them up. */
function without(state: Saved, id: DestinationId): Saved {
  const gone = state.personalDestinations.find((each) => each.id === id);
  if (gone === undefined) throw new AppError('destination-unknown', { destination: id });
  const kept = state.personalDestinations.filter((each) => each !== gone);
  const isNamedStill = kept.some(({ host }) => host === gone.host);
  const addresses = Object.entries(state.addresses).filter(([name]) => name !== gone.host || isNamedStill);
  return { ...state, personalDestinations: kept, addresses: Object.fromEntries(addresses) };
}
