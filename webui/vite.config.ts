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

/** The browser starts to fetch what the first page needs when it reads index.html, not when main.tsx asks for it. */
const firstPage: Plugin = {
  name: 'first-page',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {} }) => {
      const found = new Set<string>();
      const take = (file: string) => {
        const chunk = bundle[file];
        if (found.has(file) || chunk?.type !== 'chunk') return;
        found.add(file);
        chunk.imports.forEach(take);
      };
      for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk' && chunk.facadeModuleId?.endsWith('/src/app.tsx')) take(chunk.fileName);
      return [...found].map((file) => ({ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `/app/${file}` }, injectTo: 'head' as const }));
    },
  },
};

/** The fonts that the server sets its documents in lie beside the pages, each with its licence. */
const documentFonts: Plugin = {
  name: 'document-fonts',
  apply: 'build',
  async generateBundle() {
    const home = 'node_modules/@expo-google-fonts/noto-sans-sc/';
    const files = { 'NotoSansSC-Regular.ttf': '400Regular/NotoSansSC_400Regular.ttf', 'NotoSansSC-Bold.ttf': '700Bold/NotoSansSC_700Bold.ttf', 'LICENSE.txt': 'LICENSE_FONT' };
    for (const [name, from] of Object.entries(files)) this.emitFile({ type: 'asset', fileName: `fonts/${name}`, source: await this.fs.readFile(home + from) });
  },
};

// The pages are served by the Flask application under /app/; everything they need is in the build (no other host).
export default defineConfig({
  base: '/app/',
  plugins: [noCodeFromText, react(), firstPage, documentFonts],
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
