// `nativeTheme`: light or dark, as the app wants it; where it leaves that to the system, the system is light.

import { EventEmitter } from 'node:events';
import type { Part } from './covered.ts';

export type ColorScheme = 'light' | 'dark';

let source: Electron.NativeTheme['themeSource'] = 'system';
let whenChanged: (scheme: ColorScheme) => void = () => undefined;

class NativeTheme extends EventEmitter {
  readonly shouldUseHighContrastColors = false;
  readonly shouldUseInvertedColorScheme = false;
  readonly inForcedColorsMode = false;
  readonly prefersReducedTransparency = false;

  get themeSource(): Electron.NativeTheme['themeSource'] {
    return source;
  }

  set themeSource(wanted: Electron.NativeTheme['themeSource']) {
    if (wanted === source) return;
    source = wanted;
    whenChanged(colorScheme());
    this.emit('updated');
  }

  get shouldUseDarkColors(): boolean {
    return colorScheme() === 'dark';
  }

  get shouldUseDarkColorsForSystemIntegratedUI(): boolean {
    return false;
  }
}

export const nativeTheme = new NativeTheme() satisfies Part<Electron.NativeTheme>;

/** What windows are told. */
export function colorScheme(): ColorScheme {
  return source === 'dark' ? 'dark' : 'light';
}

export function onColorScheme(listener: (scheme: ColorScheme) => void): void {
  whenChanged = listener;
}
