// Japanese: the tray's menu and tooltip.

import type { Words } from '../words.ts';

export const tray: Words['tray'] = {
  product: 'Stile',
  open: 'Stileを開く',
  recheck: 'このデバイスを再チェック',
  diagnostics: '診断…',
  about: 'Stileについて…',
  connect: '接続',
  disconnect: '切断',
  disconnectAsking: '切断…',
  quit: '終了',
  more: '理由と対処方法…',
  enroll: 'このデバイスを登録…',
  signIn: 'ネットワークにサインイン…',
  signInHere: 'サインイン…',
  signInFor: (name) => `サインインして ${name} を利用…`,
  groups: {
    allowed: '利用可能',
    unknown: '未接続',
    denied: '利用不可',
  },
  destination: {
    browser: (name) => `${name}: ブラウザーで開く`,
    ssh: (name) => `${name}: SSHで開く`,
    rdp: (name) => `${name}: リモートデスクトップで開く`,
    copy: (name) => `${name}: アドレスをコピー`,
    why: (name) => `${name}: 利用できない理由`,
  },
  allDestinations: (count) => `すべての接続先（${count}件）…`,
  tags: (count) => `タグ（${count}）`,
  noTags: 'このデバイスにタグはありません。',
  whyTags: 'タグが付いている理由…',
  allTags: (count) => `すべてのタグ（${count}個）…`,
};
