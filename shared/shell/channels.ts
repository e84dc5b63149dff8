// The channels of Electron's IPC. Apart from the contract, so that the preload brings no schemas into every window.

export const channels = { agent: 'stile:agent', shell: 'stile:shell', gui: 'stile:gui' } as const;
