// Japanese: the notices, each with a title and one sentence.

import type { Words } from '../words.ts';

export const notices: Words['notices'] = {
  enrolled: {
    title: 'このデバイスが登録されました',
    body: (ems) => `組織（${ems}）のデバイスになりました。`,
  },
  withdrawn: {
    title: 'このデバイスの登録が取り消されました',
    body: (ems) => `${ems}はこのデバイスを受け入れなくなりました。管理者に新しい招待を依頼してください。`,
  },
  tagsLost: {
    title: (count) => (count === 1 ? 'タグが失われました' : `${count}個のタグが失われました`),
    body: (tags, rules) => `失われたタグ: ${tags}。適合していないルール: ${rules}。`,
    bodyWithoutRules: (tags) => `失われたタグ: ${tags}。一部のサービスを利用できない可能性があります。`,
  },
  recovered: {
    title: '問題が解消しました',
    body: (tags) => `このデバイスに戻ったタグ: ${tags}。`,
    bodyWithoutTags: 'サービスを再び利用できます。',
  },
  denied: {
    title: (count) => (count === 1 ? 'アクセスが拒否されました' : `アクセスが${count}回拒否されました`),
    body: (destinations, code) => `${destinations}（コード${code}）。開くと、理由と対処方法を確認できます。`,
  },
  emsUnreachable: {
    title: '管理サーバーが応答しません',
    body: (ems) => `${ems}からしばらく応答がありません。この状態が続くと、サービスにアクセスできなくなります。`,
  },
  signInWanted: {
    title: '組織にサインインしてください',
    body: (destinations) => `${destinations} を利用するにはサインインしてください。接続は待機しています。`,
  },
  captivePortal: {
    title: 'ネットワークへのサインインが必要です',
    body: 'サインインページを開いてください。サインインすると、サービスを再び利用できます。',
  },
  agentGone: {
    title: 'エージェントが実行されていません',
    body: '再起動するまでサービスを利用できません。再起動しない場合は、管理者に問い合わせてください。',
  },
  incompatible: {
    title: 'アップデートが完了していません',
    body: 'エージェントとウィンドウのバージョンが異なります。アップデートの完了後、サインアウトして再度サインインしてください。',
  },
  updateReady: {
    title: '新しいバージョンの準備ができました',
    body: (version, at) =>
      `バージョン ${version} は ${at} 以降に自動でインストールされます。設定で今すぐインストールすることも、延期することもできます。`,
  },
  warning: { title: 'エージェントからの警告' },
  and: (names, language) => new Intl.ListFormat(language, { type: 'conjunction' }).format(names),
  more: (count) => `他${count}件`,
};
