// The menu on the bus: com.canonical.dbusmenu, read and clicked by desktops.

import { Variant } from 'dbus-next';
import type { TrayAction } from '../tray-action.ts';
import type { MenuItem } from '../tray-view.ts';
import { type BusInterface, heard, text } from './bus-objects.ts';
import { chosen, isSameMenu, layoutOf, type MenuNode, menuTree, nodesOf, rootId } from './menu-tree.ts';

export const menuName = 'com.canonical.dbusmenu';

/** More events than these in one message come from nobody's hand. */
const mostEvents = 16;
/** Item numbers are signed 32-bit integers; long before their end they begin anew. */
const lastNumber = 1_000_000_000;

export type MenuSignal = readonly [name: string, signature: string, body: readonly unknown[]];

export interface BusMenu {
  readonly bus: BusInterface;
  /** Takes another menu; the signals that tell of it. */
  show(items: readonly MenuItem[]): readonly MenuSignal[];
}

export function busMenu(first: readonly MenuItem[], clicked: (action: TrayAction) => void): BusMenu {
  let revision = 1;
  let items = first;
  let { root, next } = menuTree(first, 1);
  const find = (id: unknown): MenuNode | null => nodesOf(root).find((node) => node.id === id) ?? null;

  function event([id, kind]: readonly unknown[]): boolean {
    const node = find(id);
    if (kind === 'clicked' && node?.action) clicked(node.action);
    return node !== null;
  }

  return {
    bus: {
      methods: {
        GetLayout: {
          takes: 'iias',
          gives: 'u(ia{sv}av)',
          call([id, depth, names]) {
            const node = find(id);
            return node === null ? null : [revision, layoutOf(node, Number(depth), listed(names))];
          },
        },
        GetGroupProperties: {
          takes: 'aias',
          gives: 'a(ia{sv})',
          call([ids, names]) {
            const wanted = new Set(listed(ids));
            const nodes = nodesOf(root).filter(({ id }) => wanted.size === 0 || wanted.has(id));
            return [nodes.map((node) => [node.id, chosen(node, listed(names))])];
          },
        },
        GetProperty: {
          takes: 'is',
          gives: 'v',
          call([id, name]) {
            const value = Object.entries(find(id)?.properties ?? {}).find(([key]) => key === name);
            return value === undefined ? null : [value[1]];
          },
        },
        Event: heard('isvu', event),
        EventGroup: {
          takes: 'a(isvu)',
          gives: 'ai',
          call([events]) {
            const unknown = listed(events)
              .slice(0, mostEvents)
              .filter((each) => !event(listed(each)))
              .map((each) => listed(each)[0]);
            return [unknown];
          },
        },
        // The layout is always told as soon as it changes, so nothing is left to be done before it is seen.
        AboutToShow: { takes: 'i', gives: 'b', call: () => [false] },
        AboutToShowGroup: { takes: 'ai', gives: 'aiai', call: () => [[], []] },
      },
      properties: () =>
        new Map([
          ['Version', new Variant('u', 3)],
          ['TextDirection', text('ltr')],
          ['Status', text('normal')],
          ['IconThemePath', new Variant('as', [])],
        ]),
    },

    show(after) {
      const isSame = isSameMenu(items, after);
      const before = root;
      const start = isSame ? (root.children[0]?.id ?? 1) : next > lastNumber ? 1 : next;
      ({ root, next } = menuTree(after, start));
      items = after;
      if (!isSame) {
        revision += 1;
        return [['LayoutUpdated', 'ui', [revision, rootId]]];
      }
      const old = nodesOf(before);
      const changed = nodesOf(root).filter((node, index) => labelOf(node) !== labelOf(old[index] ?? node));
      if (changed.length === 0) return [];
      const updated = changed.map((node) => [node.id, node.properties]);
      return [['ItemsPropertiesUpdated', 'a(ia{sv})a(ias)', [updated, []]]];
    },
  };
}

function labelOf({ properties }: MenuNode): unknown {
  return properties.label?.value;
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
