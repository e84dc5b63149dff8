// Japanese: the page that keeps the notices.

import type { Words } from '../words.ts';

export const noticesPage: Words['noticesPage'] = {
  about: 'お知らせが必要な出来事の一覧です。このコンピューターに保存されます。',
  none: 'お知らせはありません。',
  noneMore: 'アクセスの喪失や回復に関する通知が、ここに保存されます。',
  today: '今日',
  yesterday: '昨日',
  isNew: '新着',
  clear: 'すべて消去',
  clearQuestion: 'この一覧からすべての通知を削除しますか？',
  clearYes: 'すべて削除',
  clearMeaning:
    '削除した通知は元に戻せません。通知された出来事は、エージェントが記録を保持している間「アクティビティ」に残ります。',
  go: {
    overview: '概要を表示',
    posture: 'セキュリティ態勢を表示',
    destinations: '接続先を表示',
    activity: 'アクティビティを表示',
    diagnostics: '診断を表示',
    settings: '設定を表示',
  },
  requestId: (id) => `リクエストID ${id}`,
};
