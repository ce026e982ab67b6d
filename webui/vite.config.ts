import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** RJSF's own test code asks for a validator that makes code from text; the pages check forms in src/form/validator.ts. */
const noCodeFromText: Plugin = {
  name: 'no-code-from-text',
  enforce: 'pre',
  resolveId: (id) => (id === '@rjsf/validator-ajv8' ? '\0none' : null),
  load: (id) => (id === '\0none' ? 'export default undefined' : null),
};

// The pages are served by the Flask application under /app/; everything they need is in the build (no other host).
export default defineConfig({
  base: '/app/',
  plugins: [noCodeFromText, react()],
  resolve: { dedupe: ['preact', 'diagram-js', 'min-dash'] },
  build: {
    target: 'es2022',
    outDir: '../webapi/static/app',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8000' } },
  test: { include: ['src/**/*.test.ts'] },
});
