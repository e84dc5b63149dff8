// Japanese: newer releases of the app and the agent.

import type { Words } from '../words.ts';

export const updates: Words['updates'] = {
  title: 'アップデート',
  unknown: '新しいバージョンはまだ確認されていません。',
  current: 'このデバイスのバージョンは最新です。',
  checked: (at) => `最終確認: ${at}`,
  available: (version) => `バージョン ${version} を利用できます。`,
  ready: (version) => `バージョン ${version} をインストールする準備ができました。`,
  installAt: (at) => `${at} 以降、何も接続されていないときに自動でインストールされます。`,
  interrupts: 'インストール中は接続が一時的に切れます。コンピューターは再起動しません。',
  downloading: (version) => `バージョン ${version} をダウンロードしています。`,
  installing: (version) => `バージョン ${version} をインストールしています。`,
  failed: 'アップデートできませんでした。',
  retry: (at) => `次の再試行: ${at}`,
  install: '今すぐインストール',
  later: (hours) => `${hours} 時間後`,
  check: 'アップデートを確認',
};
