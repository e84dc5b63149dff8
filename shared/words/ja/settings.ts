// Japanese: the page of settings.

import type { Words } from '../words.ts';

export const settings: Words['settings'] = {
  about: 'ここでの設定は、あなただけに適用されます。組織が管理する設定には印が付いています。',
  managed: 'この設定は組織が管理しています。',
  look: {
    title: '言語と外観',
    language: '言語',
    system: 'システムに合わせる',
    theme: '配色',
    themes: { system: 'システムに合わせる', light: 'ライト', dark: 'ダーク' },
  },
  behaviour: {
    title: '動作',
    notices: 'システムの通知を表示する',
    noticesHint: '表示しない場合も、「通知」のページには残ります。',
    startAtLogin: 'このコンピューターへのサインイン時に起動する',
    startAtLoginHint: 'エージェント自体は常に実行されます。これはアイコンと通知の設定です。',
  },
  saved: '保存しました。',
  leave: {
    title: '組織',
    enrolled: (ems) => `このデバイスは${ems}に登録されています。`,
    about:
      '組織から離脱すると、保護されたサービスは利用できなくなり、開いている接続は終了します。再び参加するには、新しい招待が必要です。',
  },
  version: {
    title: 'バージョン情報',
    product: 'アプリ',
    agent: 'エージェント',
    noAgent: '未接続',
    runtime: 'ランタイム',
    electron: (version) => `Electron ${version}`,
    standIn: (version) =>
      `開発用のElectron ${version}の代替です。このウィンドウはインストール済みのChromiumで表示されており、Electronによる保護はありません。`,
    chrome: 'Chromium',
    node: 'Node.js',
    platform: 'システム',
    platforms: { linux: 'Linux', darwin: 'macOS', win32: 'Windows' },
    copy: 'この一覧をコピー',
    licence: 'StileはApache License 2.0に基づくフリーソフトウェアです。',
    showLicences: 'ライセンスを表示',
    hideLicences: 'ライセンスを隠す',
    licencesRegion: 'ライセンスの本文',
  },
};
