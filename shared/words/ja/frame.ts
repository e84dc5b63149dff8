// Japanese: what stands around every page, and what is said while there is no page to show.

import type { Words } from '../words.ts';

export const frame: Words['frame'] = {
  product: 'Stile',
  pages: {
    overview: '概要',
    tags: 'タグ',
    posture: 'セキュリティ態勢',
    destinations: '接続先',
    activity: 'アクティビティ',
    notifications: '通知',
    diagnostics: '診断',
    settings: '設定',
  },
  navigation: 'ページ',
  skip: 'ページの内容へ移動',
  withKeys: (page, keys) => `${page}（${keys}）`,
  controlAnd: (key) => `Ctrl+${key}`,
  unread: (count) => `未読の通知${count}件`,
  loading: '読み込み中…',
  copy: 'コピー',
  copied: 'コピーしました',
  copyCommand: 'コマンドをコピー',
  cancel: 'キャンセル',
  close: '閉じる',
  errorTitle: '操作を完了できませんでした',
  errorCode: 'コード',
  brokenTitle: 'このページを表示できませんでした',
  brokenNext: '別のページに移動してから戻ってください。再び発生する場合は、診断バンドルを管理者に送ってください。',
  link: {
    gone: 'エージェントが実行されるまで、保護されたサービスは利用できません。このウィンドウは自動的に接続します。',
    stopping:
      'エージェントはアップデートまたは再起動のため終了しています。その間セッションは終了します。このウィンドウは、エージェントが戻り次第、自動的に再接続します。',
    refused: 'エージェントには何も送信されていません。',
    incompatible: '保護された接続は継続しています。',
    found: '確認された内容',
  },
};
