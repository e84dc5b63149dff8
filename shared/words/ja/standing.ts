// Japanese: how the device stands, in two words, in one sentence, and what to do about it.

import type { Words } from '../words.ts';

export const standing: Words['standing'] = {
  names: {
    'agent-stopped': 'エージェント停止中',
    incompatible: 'アップデートが必要',
    refused: 'エージェントを信頼できません',
    'not-enrolled': '未登録',
    enrolling: '登録中',
    connecting: '接続中',
    protected: '保護されています',
    limited: 'アクセス制限あり',
    offline: 'オフライン',
    blocked: 'ブロック済み',
    'ems-unreachable': 'EMSに接続できません',
    'captive-portal': 'ネットワークへのサインインが必要',
  },
  sentences: {
    'agent-stopped': 'このデバイスでエージェントが実行されていません。',
    incompatible: 'このウィンドウとエージェントのバージョンが異なります。',
    refused: 'エージェントがこのウィンドウを受け入れませんでした。',
    'not-enrolled': 'このデバイスはまだ登録されていません。',
    enrolling: 'このデバイスを登録しています。',
    connecting: '組織に接続しています。',
    protected: '問題はありません。サービスを利用できます。',
    limited: '一部のサービスを利用できません。',
    offline: 'ネットワークに接続されていません。',
    blocked: '組織がこのデバイスの登録を取り消しました。',
    'ems-unreachable': '管理サーバー（EMS）が応答しません。',
    'captive-portal': 'このネットワークを使うには、先にサインインが必要です。',
  },
  advice: {
    'agent-stopped': '通常は自動的に再起動します。再起動しない場合は、管理者に問い合わせてください。',
    incompatible: 'アップデートを完了してから、サインアウトして再度サインインしてください。',
    refused: 'このデバイスのエージェントを確認するよう、管理者に依頼してください。',
    'not-enrolled': '管理者から届いた招待を開くか、ここに貼り付けてください。',
    enrolling: '数秒かかります。',
    connecting: '数秒かかります。',
    protected: '必要な操作はありません。',
    limited: '利用できないサービスと、その理由、対処方法を確認してください。',
    offline: 'ネットワークに再接続すると、サービスも利用できるようになります。',
    blocked: '管理者に新しい招待を依頼してください。',
    'ems-unreachable': 'この状態が続くと、応答が戻るまでサービスにアクセスできなくなります。管理者に連絡してください。',
    'captive-portal': 'サインインページを開いてください。サインインすると、自動的に再開します。',
  },
};
