// The menu as com.canonical.dbusmenu sees it: numbered items with properties. Pure.

import { isDeepStrictEqual } from 'node:util';
import { Variant } from 'dbus-next';
import type { TrayAction } from '../tray-action.ts';
import type { MenuItem } from '../tray-view.ts';
import { flag, text } from './bus-objects.ts';

export interface MenuNode {
  readonly id: number;
  readonly properties: Readonly<Record<string, Variant>>;
  readonly action: TrayAction | null;
  readonly children: readonly MenuNode[];
}

export const rootId = 0;

/**
 * Numbers rise from `first` and are not used again for another menu: a click that was on its way while the menu changed
 * names nothing, instead of what has taken that place.
 */
export function menuTree(
  items: readonly MenuItem[],
  first: number,
): { readonly root: MenuNode; readonly next: number } {
  let next = first;
  const number = (item: MenuItem): MenuNode => {
    const id = next;
    next += 1;
    const children = item.kind === 'submenu' ? item.items.map(number) : [];
    return { id, properties: propertiesOf(item), action: item.kind === 'action' ? item.action : null, children };
  };
  const children = items.map(number);
  const root = { id: rootId, properties: { 'children-display': text('submenu') }, action: null, children };
  return { root, next };
}

function propertiesOf(item: MenuItem): Readonly<Record<string, Variant>> {
  switch (item.kind) {
    case 'separator':
      return { type: text('separator') };
    case 'text':
      return { label: text(plain(item.label)), enabled: flag(false) };
    case 'submenu':
      return { label: text(plain(item.label)), 'children-display': text('submenu') };
    default:
      return { label: text(plain(item.label)) };
  }
}

/** One underline marks the letter after it as a key of the menu; two are one that is seen. */
function plain(label: string): string {
  return label.replaceAll('_', '__');
}

export function nodesOf(root: MenuNode): readonly MenuNode[] {
  return [root, ...root.children.flatMap(nodesOf)];
}

/** Whether both menus ask for the same at the same places, so that only words differ; then the numbers can stay. */
export function isSameMenu(one: readonly MenuItem[], other: readonly MenuItem[]): boolean {
  return isDeepStrictEqual(one.map(bare), other.map(bare));
}

function bare(item: MenuItem): unknown {
  if (item.kind === 'submenu') return item.items.map(bare);
  return item.kind === 'action' ? item.action : item.kind;
}

/** What is asked for by name; nothing asked for by name is everything. Properties at their default are left out by protocol. */
export function chosen(node: MenuNode, names: readonly unknown[]): Readonly<Record<string, Variant>> {
  if (names.length === 0) return node.properties;
  const wanted = new Set(names);
  return Object.fromEntries(Object.entries(node.properties).filter(([name]) => wanted.has(name)));
}

/** As `(ia{sv}av)`, down to `depth` levels; -1 is all. */
export function layoutOf(node: MenuNode, depth: number, names: readonly unknown[]): readonly unknown[] {
  const children =
    depth === 0 ? [] : node.children.map((child) => new Variant('(ia{sv}av)', layoutOf(child, depth - 1, names)));
  return [node.id, chosen(node, names), children];
}
