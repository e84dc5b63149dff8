// Starts the pages in their window; decides nothing.

import './no-eval.ts';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { bridge } from './bridge.ts';
import { openStore } from './store.ts';

const place = document.getElementById('app');
if (place === null) throw new Error('the document has no place for the pages');

createRoot(place).render(<App bridge={bridge} store={openStore(bridge)} />);
