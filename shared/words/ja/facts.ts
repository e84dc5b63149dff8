// Japanese: what a device observes of itself, and why it sometimes cannot.

import type { Words } from '../words.ts';

export const facts: Words['facts'] = {
  names: {
    'os-version': 'オペレーティングシステム',
    'ip-addresses': 'ネットワークアドレス',
    firewall: 'ファイアウォール',
    'disk-encryption': 'ディスクの暗号化',
    'machine-key': 'このデバイスの鍵',
    'user-identity': '確認済みユーザー',
  },
  file: (path) => `ファイル ${path}`,
  program: (name) => `プログラム ${name}`,
  other: (name) => `「${name}」`,
  fileThere: 'あり',
  fileMissing: 'なし',
  programRuns: '実行中',
  programSaysSo: '実行中（プログラムの自己申告）',
  programDoesNotRun: '実行されていません',
  noAddresses: 'なし',
  firewall: {
    closed: 'オン: 外部からの要求していない接続をブロックします',
    open: 'オフ: 外部からの要求していない接続が通過します',
    openFor: (kind) => `${kind}ではオフ: 外部からの要求していない接続が通過します`,
  },
  encrypted: 'すべてのディスクが暗号化されています',
  plain: (places) => `暗号化されていません: ${places}`,
  plainSomewhere: '暗号化されていません',
  machineKey: {
    software: 'ソフトウェアで保管（セキュリティハードウェアではない）',
    'os-store': 'このデバイスに紐付け',
    tpm: 'セキュリティチップ（TPM）内',
  },
  nobodyVerified: '誰もサインインしていません',
  unknown: {
    'timed-out': '不明: 確認に時間がかかりすぎました',
    'not-permitted': '不明: エージェントに確認の権限がありません',
    'not-available': '不明: このデバイスには確認の手段がありません',
    unsupported: '不明: このバージョンのエージェントでは確認できません',
    unreadable: '不明: 応答を解釈できませんでした',
    'not-collected': '不明: 最近の確認結果がありません',
  },
};
