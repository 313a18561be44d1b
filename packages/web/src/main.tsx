import './styles.css';
import './app/zod-setup.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { applyPreferences } from './app/preferences.ts';
import { acceptInvitation } from './app/sign-in.ts';

applyPreferences();
acceptInvitation();

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element "root".');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
