// What a denial page says in Chinese, in simplified script.

import type { Texts } from './texts.ts';

export const zhHans: Texts = {
  causes: {
    'certificate-invalid': {
      title: '您的证书在此无效',
      what: '您的浏览器出示了证书，但此网关不接受它。',
      next: '请打开 Stile 代理查看证书。连接到您的组织后证书会自动更新；然后请关闭浏览器并重新访问。',
    },
    'certificate-missing': {
      title: '您的浏览器没有出示证书',
      what: '此应用仅对已注册的设备开放，而您的浏览器没有证明它在这样的设备上。',
      next: '请确认 Stile 代理已注册并正在运行，然后完全关闭浏览器并重新访问。如果浏览器要求选择证书，请选择您组织的证书。',
    },
    'application-unknown': {
      title: '没有这个应用',
      what: '此网关在您请求的地址上不提供任何内容。',
      next: '请检查地址。如果您是通过链接来到这里的，请告知链接的作者。',
    },
    'name-unresolved': {
      title: '找不到该应用',
      what: '您可以使用此应用，但网关无法解析其服务器的名称。',
      next: '请一分钟后重试。如果仍然不行，请联系您的技术支持。',
    },
    policy: {
      title: '您不能使用此应用',
      what: '您的组织没有允许此设备使用该应用的规则。',
      next: '如果工作需要，请向您的技术支持申请访问权限。',
    },
    'sign-in-required': {
      title: '请先登录',
      what: '使用此应用前需要登录您的组织。',
      next: '请打开 Stile 代理并登录，然后重新加载此页面。',
    },
    revoked: {
      title: '此设备的访问权限已被撤销',
      what: '此设备的证书已被吊销。',
      next: '如果这出乎您的意料，请联系您的技术支持。此设备需要重新注册。',
    },
    'tag-forbidden': {
      title: '此设备上存在问题',
      what: '您的设备目前处于此应用不对其开放的状态。',
      next: 'Stile 代理会显示发现了什么以及如何解决。解决后访问会自动恢复。',
    },
    'tag-missing': {
      title: '此设备不满足要求',
      what: '此应用的要求高于您的设备目前的状态。',
      next: 'Stile 代理会显示哪项要求未满足以及如何满足。满足后访问会自动恢复。',
    },
    'device-unknown': {
      title: '没有此设备的最新信息',
      what: '网关没有您的设备的当前信息。',
      next: '请一分钟后重试。如果仍然不行，请确认 Stile 代理正在运行并已连接。',
    },
    'device-offline': {
      title: '此设备已有一段时间没有报告',
      what: '您的设备已停止向您的组织报告其状态。',
      next: '请确认 Stile 代理正在运行并已连接，然后重试。',
    },
    'address-refused': {
      title: '无法从这里访问此服务器',
      what: '此应用的地址是网关不会连接的地址。',
      next: '请告知您的技术支持：需要检查网关的配置。',
    },
    'server-unreachable': {
      title: '应用没有响应',
      what: '您可以使用此应用，但目前无法连接其服务器。',
      next: '请一分钟后重试。如果仍然不行，请联系您的技术支持。',
    },
    'request-refused': {
      title: '无法理解此请求',
      what: '此请求的形式不是网关所转发的。',
      next: '请返回并重试。如果请求由程序发出，请将下面的代码告知其开发者。',
    },
    'too-many': {
      title: '连接过多',
      what: '您的设备或所在网络打开的连接超过了上限。',
      next: '请关闭一些标签页，一分钟后重试。',
    },
    'gateway-unready': {
      title: '网关尚未就绪',
      what: '此网关正在启动、停止，或已停止服务。',
      next: '请一分钟后重试。如果仍然不行，请联系您的技术支持。',
    },
    'session-ended': {
      title: '您的会话已结束',
      what: '管理员结束了此会话。',
      next: '请重试。如果再次被结束，请询问您的技术支持。',
    },
  },
  accessDenied: '访问被拒绝',
  whatToDo: '您可以这样做',
  tryAgain: '重试',
  details: '详细信息',
  tellSupport: '您的技术支持可以通过此编号找到该请求。',
  code: '代码',
  application: '应用',
  policy: '规则',
  tagsMissing: '缺少',
  tagsForbidden: '发现',
  user: '用户',
  deviceId: '设备',
  serial: '证书',
  ems: '管理方',
  time: '时间',
  requestId: '请求编号',
};
