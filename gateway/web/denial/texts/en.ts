// What a denial page says in English.

import type { Texts } from './texts.ts';

export const en: Texts = {
  causes: {
    'certificate-invalid': {
      title: 'Your certificate is not valid here',
      what: 'Your browser showed a certificate, but this gateway does not accept it.',
      next: 'Open the Stile agent and look at its certificate. It renews itself when it is connected to your organisation; then close the browser and come back.',
    },
    'certificate-missing': {
      title: 'Your browser showed no certificate',
      what: 'This application opens only for enrolled devices, and your browser did not show that it is on one.',
      next: 'Check that the Stile agent is enrolled and running, then close the browser completely and come back. If it asks for a certificate, choose the one of your organisation.',
    },
    'application-unknown': {
      title: 'There is no such application',
      what: 'This gateway serves nothing at the address you asked for.',
      next: 'Check the address. If a link brought you here, tell whoever wrote it.',
    },
    'name-unresolved': {
      title: 'The application cannot be found',
      what: 'You may use this application, but the gateway cannot find its server by name.',
      next: 'Try again in a minute. If that does not help, tell your support.',
    },
    policy: {
      title: 'You may not use this application',
      what: 'No rule of your organisation allows this device to use it.',
      next: 'If you need it for your work, ask your support for access.',
    },
    'sign-in-required': {
      title: 'Sign in first',
      what: 'This application asks you to sign in to your organisation.',
      next: 'Open the Stile agent, sign in, and then reload this page.',
    },
    revoked: {
      title: 'Access of this device was withdrawn',
      what: 'The certificate of this device has been revoked.',
      next: 'If you did not expect this, call your support. The device needs to be enrolled again.',
    },
    'tag-forbidden': {
      title: 'Something on this device stands in the way',
      what: 'Your device was found to be in a state in which this application stays closed.',
      next: 'The Stile agent shows what was found and how to fix it. Access comes back by itself afterwards.',
    },
    'tag-missing': {
      title: 'This device does not meet a requirement',
      what: 'This application asks for more than your device shows at the moment.',
      next: 'The Stile agent shows which requirement is not met and how to meet it. Access comes back by itself afterwards.',
    },
    'device-unknown': {
      title: 'Nothing recent is known of this device',
      what: 'The gateway has no current information about your device.',
      next: 'Try again in a minute. If that does not help, check that the Stile agent is running and connected.',
    },
    'device-offline': {
      title: 'This device has not reported for a while',
      what: 'Your device has stopped telling your organisation how it is doing.',
      next: 'Check that the Stile agent is running and connected, then try again.',
    },
    'address-refused': {
      title: 'This server is never reached from here',
      what: 'The address of this application is one that the gateway does not connect to.',
      next: 'Tell your support: the configuration of the gateway needs a look.',
    },
    'server-unreachable': {
      title: 'The application does not answer',
      what: 'You may use this application, but its server cannot be reached at the moment.',
      next: 'Try again in a minute. If that does not help, tell your support.',
    },
    'request-refused': {
      title: 'This request was not understood',
      what: 'The request is not of a form that the gateway passes on.',
      next: 'Go back and try again. If a program sent it, its developers will know the code below.',
    },
    'too-many': {
      title: 'Too much at once',
      what: 'Your device, or the network you are in, has more connections open than it may have.',
      next: 'Close some tabs and try again in a minute.',
    },
    'gateway-unready': {
      title: 'The gateway is not ready',
      what: 'This gateway is starting, stopping, or has been taken out of service.',
      next: 'Try again in a minute. If that does not help, tell your support.',
    },
    'session-ended': {
      title: 'Your session was ended',
      what: 'An administrator ended this session.',
      next: 'Try again. If it is ended again, ask your support.',
    },
  },
  accessDenied: 'Access denied',
  whatToDo: 'What you can do',
  tryAgain: 'Try again',
  details: 'Details',
  tellSupport: 'Your support finds this request by its number.',
  code: 'Code',
  application: 'Application',
  policy: 'Policy',
  tagsMissing: 'Missing',
  tagsForbidden: 'Found',
  user: 'User',
  deviceId: 'Device',
  serial: 'Certificate',
  ems: 'Managed by',
  time: 'Time',
  requestId: 'Request',
};
