import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page is served by the service itself; `npm run dev -w @alaas/web` serves it beside one that listens on its default port. */
export default defineConfig({
  plugins: [react(), tailwindcss()],
  // the service puts a new nonce there in every answer
  html: { cspNonce: 'ALAAS_CSP_NONCE' },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // what is set up before all else is loaded before all else
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'setup', test: /zod-setup/ }] } } },
  },
  server: { host: '127.0.0.1', proxy: { '/v1': 'http://127.0.0.1:60035' } },
});
