// The icon as org.kde.StatusNotifierItem: what desktops read of it, and their clicks.

import { Variant } from 'dbus-next';
import type { Standing } from '../../../shared/shell/standing.ts';
import { argb32 } from '../icon/argb32.ts';
import { type IconGround, icon } from '../icon/icon.ts';
import type { TrayView } from '../tray-view.ts';
import { type BusInterface, flag, heard, text } from './bus-objects.ts';

export const itemName = 'org.kde.StatusNotifierItem';

/** Width, height and pixels. */
type Pixmap = readonly [number, number, Buffer];

/** Those that desktops ask for, at one and at two pixels a point. */
const sizes = [16, 22, 24, 32, 44, 48, 64] as const;

export interface ShownItem {
  readonly view: TrayView;
  readonly ground: IconGround;
}

export function itemInterface(shown: () => ShownItem, menuPath: string, activated: () => void): BusInterface {
  const pixmaps = drawnOnce();
  return {
    // `ContextMenu` is for items without a menu of their own; `Scroll` means nothing here.
    methods: {
      Activate: heard('ii', activated),
      SecondaryActivate: heard('ii', activated),
      ContextMenu: heard('ii', () => undefined),
      Scroll: heard('is', () => undefined),
      ProvideXdgActivationToken: heard('s', () => undefined),
    },
    properties() {
      const { view, ground } = shown();
      const drawn = pixmaps(view.icon, ground);
      const { title, text: told } = view.tooltip;
      return new Map<string, Variant>([
        ['Category', text('SystemServices')],
        ['Id', text('stile')],
        ['Title', text(title)],
        ['Status', text(statusOf(view))],
        ['WindowId', new Variant('i', 0)],
        ['IconName', text('')],
        ['IconPixmap', new Variant('a(iiay)', drawn)],
        ['OverlayIconName', text('')],
        ['OverlayIconPixmap', new Variant('a(iiay)', [])],
        ['AttentionIconName', text('')],
        ['AttentionIconPixmap', new Variant('a(iiay)', drawn)],
        ['AttentionMovieName', text('')],
        ['ToolTip', new Variant('(sa(iiay)ss)', ['', [], title, told])],
        ['ItemIsMenu', flag(false)],
        ['Menu', new Variant('o', menuPath)],
      ]);
    },
  };
}

/** Never `Passive`: then desktops hide it, and with it whether all is well. */
function statusOf({ needsPerson }: TrayView): 'Active' | 'NeedsAttention' {
  return needsPerson ? 'NeedsAttention' : 'Active';
}

/** The signals that tell desktops what to read again. */
export function itemSignals(
  before: ShownItem,
  after: ShownItem,
): readonly (readonly [name: string, status?: string])[] {
  const isOtherIcon = before.view.icon !== after.view.icon || before.ground !== after.ground;
  const [old, now] = [before.view.tooltip, after.view.tooltip];
  return [
    ...(isOtherIcon ? ([['NewIcon'], ['NewAttentionIcon']] as const) : []),
    ...(old.title !== now.title ? ([['NewTitle']] as const) : []),
    ...(old.title !== now.title || old.text !== now.text ? ([['NewToolTip']] as const) : []),
    ...(statusOf(before.view) !== statusOf(after.view) ? ([['NewStatus', statusOf(after.view)]] as const) : []),
  ];
}

function drawnOnce(): (standing: Standing, ground: IconGround) => readonly Pixmap[] {
  const drawn = new Map<string, readonly Pixmap[]>();
  return (standing, ground) => {
    const key = `${standing} ${ground}`;
    const found = drawn.get(key) ?? sizes.map((size) => [size, size, argb32(icon(standing, size, ground))] as const);
    drawn.set(key, found);
    return found;
  };
}
