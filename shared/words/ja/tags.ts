// Japanese: the page that says why this device has a tag, or lacks it.

import type { Words } from '../words.ts';

export const tags: Words['tags'] = {
  lead: 'タグは、組織がこのデバイスについて把握している内容を表します。利用できるサービスはタグによって決まります。',
  held: 'このデバイスにあります',
  missing: 'このデバイスにありません',
  because: 'このタグが付いている理由:',
  inTheWay: 'このタグの妨げになっているもの:',
  given: 'このタグは組織が直接付与したものです。このデバイスのルールでは決まりません。',
  withheld: 'このデバイスに妨げとなるものはありません。組織がまだタグを付与していないか、保留しています。',
  fromAdministrator: '管理者からのメッセージ',
  emptyTitle: 'タグはまだありません',
  empty: '組織がこのようなデバイスにタグを付与していないか、まだ応答していません。',
};
