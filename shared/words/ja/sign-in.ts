// Japanese: who has signed in on this device.

import type { Words } from '../words.ts';

export const signIn: Words['signIn'] = {
  title: 'サインイン',
  button: 'サインイン',
  buttonBy: (provider) => `${provider} でサインイン`,
  out: 'サインアウト',
  cancel: 'キャンセル',
  nobody: 'サインインしていません。一部のサービスは本人確認を求めます。',
  wanted: (destinations) => `${destinations} を利用するにはサインインしてください。接続は待機しています。`,
  waiting: 'ブラウザーで完了してください。このページは自動的に更新されます。',
  waitsUntil: '待機期限',
  as: 'サインイン中のユーザー',
  groups: 'グループ',
  noGroups: 'なし',
  until: '有効期限',
  failed: 'サインインできませんでした',
};
