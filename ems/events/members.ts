// The connections that a hub holds, found by themselves or by whom they speak for.

export interface Members<S, M extends { readonly id: string }> extends Iterable<readonly [S, M]> {
  add(socket: S, member: M): void;
  delete(socket: S): void;
  /** The connections of one, the oldest first. */
  of(id: string): readonly S[];
  sockets(): IterableIterator<S>;
  all(): IterableIterator<M>;
}

/** Thousands are looked up by id at every connect and every change of tags: nobody looks through all of them for one. */
export function makeMembers<S, M extends { readonly id: string }>(): Members<S, M> {
  const members = new Map<S, M>();
  const byId = new Map<string, Set<S>>();
  return {
    add(socket, member) {
      members.set(socket, member);
      const own = byId.get(member.id);
      if (own === undefined) byId.set(member.id, new Set([socket]));
      else own.add(socket);
    },
    delete(socket) {
      const member = members.get(socket);
      if (member === undefined) return;
      members.delete(socket);
      const own = byId.get(member.id);
      own?.delete(socket);
      if (own?.size === 0) byId.delete(member.id);
    },
    of: (id) => [...(byId.get(id) ?? [])],
    sockets: () => members.keys(),
    all: () => members.values(),
    [Symbol.iterator]: () => members.entries(),
  };
}
