// What the pages of local accounts say in Japanese.

import type { Texts } from './texts.ts';

export const ja: Texts = {
  signIn: {
    title: 'サインイン',
    on: (hostname, osUser) => `${hostname} にユーザー ${osUser} としてサインインします。`,
    name: 'ユーザー名',
    password: 'パスワード',
    submit: 'サインイン',
    wrong: 'ユーザー名またはパスワードが正しくありません。',
    over: {
      title: 'このサインインは終了しました',
      text: 'すでに使われたか、時間がかかりすぎたか、パスワードの間違いが多すぎました。Stile でもう一度始めてください。',
    },
  },
  choose: {
    title: 'パスワードの設定',
    account: (name) => `アカウント ${name} のパスワードです。`,
    password: '新しいパスワード',
    again: '新しいパスワード (確認)',
    rule: (shortest) => `${shortest} 文字以上にしてください。互いに関係のない単語をいくつか並べるとよいでしょう。`,
    submit: 'パスワードを設定',
    unfit: (shortest) => `${shortest} 文字以上にしてください。`,
    different: '2 つのパスワードが一致しません。',
    done: {
      title: 'パスワードを設定しました',
      text: 'このページを閉じて、お使いのデバイスでサインインできます。',
    },
    over: {
      title: 'このリンクはもう使えません',
      text: 'リンクは 1 回だけ、1 日間使えます。サポートに新しいリンクを依頼してください。',
    },
  },
  held: (seconds) => `試行回数が多すぎます。${seconds} 秒後にもう一度お試しください。`,
  broken: {
    title: 'うまくいきませんでした',
    text: '1 分ほどしてからもう一度お試しください。直らない場合はサポートに連絡してください。',
  },
};
