// Starts the console in its page; decides nothing.

import './no-eval.ts';
import { createTheme, MantineProvider } from '@mantine/core';
import { createRoot } from 'react-dom/client';
import { Console } from './console.tsx';

const theme = createTheme({ cursorType: 'pointer' });
const place = document.getElementById('console');
if (place === null) throw new Error('the page has no place for the console');

// No styles are made at run time: the content security policy takes none. They all stand in console.css.
createRoot(place).render(
  <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
    <Console />
  </MantineProvider>,
);
